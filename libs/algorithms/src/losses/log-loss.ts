import type { PointwiseLoss } from "./pointwise-loss.ts";

/** The logistic function σ(p) = 1 / (1 + e⁻ᵖ), in (0, 1); the exponent is never positive, so nothing overflows. */
export function sigmoid(p: number): number {
  const e = Math.exp(-Math.abs(p));
  return (p >= 0 ? 1 : e) / (1 + e);
}

/** log(1 + eᵖ) = max(p, 0) + log(1 + e^−|p|), without overflow. */
function softplus(p: number): number {
  return Math.max(p, 0) + Math.log1p(Math.exp(-Math.abs(p)));
}

/**
 * The logistic loss (cross-entropy, negative log-likelihood) of y ∈ {0, 1} and the raw score p, which says that
 * class 1 has the probability σ(p). With s = 1 − 2y, the sign that makes large s·p the wrong side,
 *
 *     l(y, p) = log(1 + e^(s p))        l'(y, p) = s σ(s p) = σ(p) − y
 *
 * The middle form keeps its digits where σ(p) − y would cancel to 0.
 */
export const logLoss: PointwiseLoss = {
  name: "log_loss",
  value: (y, p) => softplus((1 - 2 * y) * p),
  derivative(y, p) {
    const s = 1 - 2 * y;
    return s * sigmoid(s * p);
  },
  evaluate(y, p, n, derivatives) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const s = 1 - 2 * y[i];
      const z = s * p[i];
      // The e of softplus and sigmoid, once for both.
      const e = Math.exp(-Math.abs(z));
      // log1p would keep the digits of a loss far below 1e-16, at twice the time; in a sum nobody sees them.
      sum += Math.max(z, 0) + Math.log(1 + e);
      derivatives[i] = (s * (z >= 0 ? 1 : e)) / (1 + e);
    }
    return sum;
  },
};
