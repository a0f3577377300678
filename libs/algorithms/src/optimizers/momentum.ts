import type { Optimizer, OptimizerOptions } from "./optimizer.ts";

/** μ, the share of the velocity that a step keeps. */
const MOMENTUM = 0.9;

/**
 * Classical momentum (Polyak, 1964; in the form of Sutskever et al., On the Importance of Initialization and Momentum
 * in Deep Learning, 2013) with μ = 0.9:
 *
 *     v ← μ v − η g
 *     θ ← θ + v
 */
export function momentum({ learningRate }: OptimizerOptions): Optimizer {
  return {
    name: "momentum",
    init: (nParameters) => ({ step: 0, buffers: [new Float64Array(nParameters)] }),
    update(state, parameters, gradient) {
      state.step += 1;
      const [v] = state.buffers;
      let squares = 0;
      for (let j = 0; j < parameters.length; j++) {
        v[j] = MOMENTUM * v[j] - learningRate * gradient[j];
        parameters[j] += v[j];
        squares += v[j] * v[j];
      }
      return Math.sqrt(squares);
    },
  };
}
