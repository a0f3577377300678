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
 * The logistic loss (cross-entropy, negative log-likelihood) of y ∈ {−1, +1} and the raw score p, which says that
 * the class has the probability σ(p):
 *
 *     l(y, p) = log(1 + e^(−y p))        l'(y, p) = −y σ(−y p)
 */
export const logLoss: PointwiseLoss = {
  name: "log_loss",
  value: (y, p) => softplus(-y * p),
  derivative: (y, p) => -y * sigmoid(-y * p),
  evaluate(y, p, n, values, derivatives) {
    for (let i = 0; i < n; i++) {
      const s = -y[i];
      const z = s * p[i];
      // The e of softplus and sigmoid, once for both.
      const e = Math.exp(-Math.abs(z));
      // log1p would keep the digits of a loss far below 1e-16, at twice the time; in a sum nobody sees them.
      values[i] = Math.max(z, 0) + Math.log(1 + e);
      // z ≥ 0 ? 1 : e, to the same bits, but no processor could foresee that choice.
      derivatives[i] = (s * (e + (1 - e) * Number(z >= 0))) / (1 + e);
    }
  },
};
