import { kernels, type Floats } from "../kernels/index.ts";
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
      return weightDecay === 0
        ? descend(learningRate, parameters, gradient)
        : decay(learningRate, weightDecay, parameters, gradient);
    },
  };
}

/** θ ← θ − η g: two of the kernels' loops, which are bound by memory alone. */
function descend(eta: number, parameters: Floats, gradient: Floats): number {
  const { axpy, dot } = kernels();
  axpy(-eta, gradient, parameters);
  return eta * Math.sqrt(dot(gradient, gradient));
}

function decay(eta: number, lambda: number, parameters: Floats, gradient: Floats): number {
  let squares = 0;
  for (let j = 0; j < parameters.length; j++) {
    const step = -eta * (gradient[j] + lambda * parameters[j]);
    parameters[j] += step;
    squares += step * step;
  }
  return Math.sqrt(squares);
}
