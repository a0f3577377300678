import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { stateOf } from "./state-of.ts";

/** β₁, β₂ and ε of the paper. */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;
/** λ of `adamw`. */
const DECOUPLED_DECAY = 0.01;

/**
 * Adam (Kingma & Ba, Adam: A Method for Stochastic Optimization, 2014, algorithm 1) with the paper's β₁ = 0.9,
 * β₂ = 0.999, ε = 1e-8 (its step size is η = 0.001), and weight decay λ = 0 as an l2 penalty. In step t:
 *
 *     g ← g + λ θ
 *     m ← β₁ m + (1 − β₁) g         m̂ = m / (1 − β₁ᵗ)
 *     v ← β₂ v + (1 − β₂) g²        v̂ = v / (1 − β₂ᵗ)
 *     θ ← θ − η m̂ / (√v̂ + ε)
 */
export function adam(options: OptimizerOptions): Optimizer {
  return adaptiveMoments("adam", options, { l2: options.weightDecay ?? 0, shrinkage: 0 });
}

/**
 * Adam with decoupled weight decay, λ = 0.01 (Loshchilov & Hutter, Decoupled Weight Decay Regularization, 2019): the same
 * without λ θ in the gradient, and
 *
 *     θ ← θ − η (m̂ / (√v̂ + ε) + λ θ)
 */
export function adamw(options: OptimizerOptions): Optimizer {
  return adaptiveMoments("adamw", options, { l2: 0, shrinkage: options.weightDecay ?? DECOUPLED_DECAY });
}

function adaptiveMoments(
  name: string,
  options: OptimizerOptions,
  { l2, shrinkage }: { l2: number; shrinkage: number },
): Optimizer {
  const { learningRate, beta1 = BETA_1, beta2 = BETA_2, epsilon = EPSILON } = options;
  return {
    name,
    init: stateOf(2),
    update(state, parameters, gradient) {
      const t = (state.step += 1);
      const [m, v] = state.buffers;
      const mCorrection = 1 - beta1 ** t;
      const vCorrection = 1 - beta2 ** t;
      let squares = 0;
      for (let j = 0; j < parameters.length; j++) {
        const g = gradient[j] + l2 * parameters[j];
        m[j] = beta1 * m[j] + (1 - beta1) * g;
        v[j] = beta2 * v[j] + (1 - beta2) * g * g;
        const direction = m[j] / mCorrection / (Math.sqrt(v[j] / vCorrection) + epsilon);
        const step = -learningRate * (direction + shrinkage * parameters[j]);
        parameters[j] += step;
        squares += step * step;
      }
      return Math.sqrt(squares);
    },
  };
}
