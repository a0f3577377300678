import type { PointwiseLoss } from "./pointwise-loss.ts";

function valueOf(y: number, p: number, quantile: number): number {
  return y >= p ? quantile * (y - p) : (1 - quantile) * (p - y);
}

function derivativeOf(y: number, p: number, quantile: number): number {
  return y >= p ? -quantile : 1 - quantile;
}

/**
 * The pinball loss (Koenker & Bassett, Regression Quantiles, 1978): its best constant answer is the q-quantile of y.
 *
 *     l(y, p) = q (y − p)        where y ≥ p        l'(y, p) = −q
 *               (1 − q) (p − y)  where y < p                   1 − q
 *
 * @param quantile q, above 0 and below 1.
 */
export function quantileLoss(quantile: number): PointwiseLoss {
  return {
    name: "quantile",
    value: (y, p) => valueOf(y, p, quantile),
    derivative: (y, p) => derivativeOf(y, p, quantile),
    evaluate(y, p, n, values, derivatives) {
      for (let i = 0; i < n; i++) {
        values[i] = valueOf(y[i], p[i], quantile);
        derivatives[i] = derivativeOf(y[i], p[i], quantile);
      }
    },
  };
}
