import type { PointwiseLoss } from "./pointwise-loss.ts";

function value(y: number, p: number): number {
  return Math.max(0, 1 - y * p);
}

function derivative(y: number, p: number): number {
  return y * p <= 1 ? -y : 0;
}

/**
 * The hinge loss of y ∈ {−1, +1}: a linear support vector machine (Cortes & Vapnik, Support-Vector Networks, 1995):
 *
 *     l(y, p) = max(0, 1 − y p)        l'(y, p) = −y where y p ≤ 1, else 0
 */
export const hinge: PointwiseLoss = {
  name: "hinge",
  value,
  derivative,
  evaluate(y, p, n, values, derivatives) {
    for (let i = 0; i < n; i++) {
      values[i] = value(y[i], p[i]);
      derivatives[i] = derivative(y[i], p[i]);
    }
  },
};
