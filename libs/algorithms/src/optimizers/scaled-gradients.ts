import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { stateOf } from "./state-of.ts";

/**
 * RMSprop (Tieleman & Hinton, Lecture 6.5, 2012), with PyTorch's ρ = 0.99 and ε = 1e-8, and weight decay λ:
 *
 *     g ← g + λ θ
 *     v ← ρ v + (1 − ρ) g²
 *     θ ← θ − η g / (√v + ε)
 */
export function rmsprop({
  learningRate,
  decay: rho = 0.99,
  epsilon = 1e-8,
  weightDecay = 0,
}: OptimizerOptions): Optimizer {
  return scaled("rmsprop", { learningRate, epsilon, weightDecay, kept: rho, taken: 1 - rho });
}

/**
 * Adagrad (Duchi, Hazan & Singer, Adaptive Subgradient Methods, 2011), with PyTorch's ε = 1e-10, and weight decay λ:
 *
 *     g ← g + λ θ
 *     v ← v + g²
 *     θ ← θ − η g / (√v + ε)
 */
export function adagrad({ learningRate, epsilon = 1e-10, weightDecay = 0 }: OptimizerOptions): Optimizer {
  return scaled("adagrad", { learningRate, epsilon, weightDecay, kept: 1, taken: 1 });
}

interface Scaling {
  readonly learningRate: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** v ← kept v + taken g² */
  readonly kept: number;
  readonly taken: number;
}

function scaled(name: string, { learningRate, epsilon, weightDecay, kept, taken }: Scaling): Optimizer {
  return {
    name,
    init: stateOf(1),
    update(state, parameters, gradient) {
      state.step += 1;
      const [v] = state.buffers;
      let squares = 0;
      for (let j = 0; j < parameters.length; j++) {
        const g = gradient[j] + weightDecay * parameters[j];
        v[j] = kept * v[j] + taken * g * g;
        const step = (-learningRate * g) / (Math.sqrt(v[j]) + epsilon);
        parameters[j] += step;
        squares += step * step;
      }
      return Math.sqrt(squares);
    },
  };
}
