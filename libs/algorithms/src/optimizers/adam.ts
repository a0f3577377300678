import type { Optimizer, OptimizerOptions } from "./optimizer.ts";

/** β₁, β₂ and ε of the paper. */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma & Ba, Adam: A Method for Stochastic Optimization, 2014, algorithm 1) with the paper's β₁ = 0.9,
 * β₂ = 0.999, ε = 1e-8 (its step size is η = 0.001). In step t:
 *
 *     m ← β₁ m + (1 − β₁) g         m̂ = m / (1 − β₁ᵗ)
 *     v ← β₂ v + (1 − β₂) g²        v̂ = v / (1 − β₂ᵗ)
 *     θ ← θ − η m̂ / (√v̂ + ε)
 */
export function adam({ learningRate }: OptimizerOptions): Optimizer {
  return {
    name: "adam",
    init: (nParameters) => ({
      step: 0,
      buffers: [new Float64Array(nParameters), new Float64Array(nParameters)],
    }),
    update(state, parameters, gradient) {
      const t = (state.step += 1);
      const [m, v] = state.buffers;
      const mCorrection = 1 - BETA_1 ** t;
      const vCorrection = 1 - BETA_2 ** t;
      let squares = 0;
      for (let j = 0; j < parameters.length; j++) {
        const g = gradient[j];
        m[j] = BETA_1 * m[j] + (1 - BETA_1) * g;
        v[j] = BETA_2 * v[j] + (1 - BETA_2) * g * g;
        const step = (-learningRate * (m[j] / mCorrection)) / (Math.sqrt(v[j] / vCorrection) + EPSILON);
        parameters[j] += step;
        squares += step * step;
      }
      return Math.sqrt(squares);
    },
  };
}
