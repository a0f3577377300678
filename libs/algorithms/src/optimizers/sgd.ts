import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { stateOf } from "./state-of.ts";

/**
 * Plain gradient descent, with weight decay λ:
 *
 *     θ ← θ − η (g + λ θ)
 */
export function sgd({ learningRate, weightDecay = 0 }: OptimizerOptions): Optimizer {
  return {
    name: "sgd",
    init: stateOf(0),
    update(state, parameters, gradient) {
      state.step += 1;
      let squares = 0;
      for (let j = 0; j < parameters.length; j++) {
        const step = -learningRate * (gradient[j] + weightDecay * parameters[j]);
        parameters[j] += step;
        squares += step * step;
      }
      return Math.sqrt(squares);
    },
  };
}
