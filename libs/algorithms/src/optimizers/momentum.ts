import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { stateOf } from "./state-of.ts";

/** μ, the share of the velocity that a step keeps. */
const MOMENTUM = 0.9;

/**
 * Classical momentum (Polyak, 1964; in the form of Sutskever et al., On the Importance of Initialization and Momentum
 * in Deep Learning, 2013), with weight decay λ:
 *
 *     g ← g + λ θ
 *     v ← μ v − η g
 *     θ ← θ + v
 */
export function momentum(options: OptimizerOptions): Optimizer {
  return withVelocity("momentum", options, false);
}

/**
 * Nesterov's momentum, which looks ahead by a step (Nesterov, 1983; Sutskever et al., 2013, written in the point that is
 * looked at, as Bengio et al., Advances in Optimizing Recurrent Networks, 2013):
 *
 *     g ← g + λ θ
 *     v ← μ v − η g
 *     θ ← θ + μ v − η g
 */
export function nesterov(options: OptimizerOptions): Optimizer {
  return withVelocity("nesterov", options, true);
}

function withVelocity(name: string, options: OptimizerOptions, looksAhead: boolean): Optimizer {
  const { learningRate, momentum: mu = MOMENTUM, weightDecay = 0 } = options;
  return {
    name,
    init: stateOf(1),
    update(state, parameters, gradient) {
      state.step += 1;
      const [v] = state.buffers;
      let squares = 0;
      for (let j = 0; j < parameters.length; j++) {
        const g = learningRate * (gradient[j] + weightDecay * parameters[j]);
        const velocity = mu * v[j] - g;
        v[j] = velocity;
        const step = looksAhead ? mu * velocity - g : velocity;
        parameters[j] += step;
        squares += step * step;
      }
      return Math.sqrt(squares);
    },
  };
}
