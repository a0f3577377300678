import type { Optimizer, OptimizerOptions } from "./optimizer.ts";

/**
 * Plain gradient descent:
 *
 *     θ ← θ − η g
 */
export function sgd({ learningRate }: OptimizerOptions): Optimizer {
  return {
    name: "sgd",
    init: () => ({ step: 0, buffers: [] }),
    update(state, parameters, gradient) {
      state.step += 1;
      let squares = 0;
      for (let j = 0; j < parameters.length; j++) {
        const step = -learningRate * gradient[j];
        parameters[j] += step;
        squares += step * step;
      }
      return Math.sqrt(squares);
    },
  };
}
