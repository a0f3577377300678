import { expOfMinus } from "./exponential.ts";
import type { PointwiseLoss } from "./pointwise-loss.ts";

/** The logistic function σ(p) = 1 / (1 + e⁻ᵖ), in (0, 1); the exponent is never positive, so nothing overflows. */
export function sigmoid(p: number): number {
  const e = expOfMinus(Math.abs(p));
  return (p >= 0 ? 1 : e) / (1 + e);
}

/** log(1 + eᵖ) = max(p, 0) + log(1 + e^−|p|), without overflow. */
function softplus(p: number): number {
  return Math.max(p, 0) + Math.log1p(expOfMinus(Math.abs(p)));
}

/**
 * s σ(z) for s = ±1 and e = e^−|z|. The factor is z ≥ 0 ? 1 : e to the same bits; but the sign of z is the row's surprise,
 * which no processor foresees.
 */
function slopeOf(s: number, z: number, e: number): number {
  return (s * (e + (1 - e) * Number(z >= 0))) / (1 + e);
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
      const e = expOfMinus(Math.abs(z));
      // log1p would keep the digits of a loss far below 1e-16, at twice the time; in a sum nobody sees them.
      values[i] = Math.max(z, 0) + Math.log(1 + e);
      derivatives[i] = slopeOf(s, z, e);
    }
  },
  stepwise: {
    slopes(y, p, n, derivatives) {
      for (let i = 0; i < n; i++) {
        const s = -y[i];
        const z = s * p[i];
        derivatives[i] = slopeOf(s, z, expOfMinus(Math.abs(z)));
      }
    },
    /**
     * With z = −y p and q = max(σ(z), 1 − σ(z)) = 1 / (1 + e^−|z|), which the slopes tell, l = max(z, 0) − log q: so the
     * logarithms of many rows are one, of a product that 512 factors of at least ½ do not bring below 1e-155.
     */
    sum(y, p, n, derivatives) {
      let sum = 0;
      let product = 1;
      for (let i = 0; i < n; i++) {
        const z = -y[i] * p[i];
        sum += 0.5 * (z + Math.abs(z));
        product *= 0.5 + Math.abs(Math.abs(derivatives[i]) - 0.5);
      }
      return sum - Math.log(product);
    },
  },
};
