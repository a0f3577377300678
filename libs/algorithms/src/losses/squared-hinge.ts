import type { PointwiseLoss } from "./pointwise-loss.ts";

function value(y: number, p: number): number {
  return Math.max(0, 1 - y * p) ** 2;
}

function derivative(y: number, p: number): number {
  return -2 * y * Math.max(0, 1 - y * p);
}

/**
 * The squared hinge loss of y ∈ {−1, +1}: the hinge without its kink, harder on rows far on the wrong side.
 *
 *     l(y, p) = max(0, 1 − y p)²        l'(y, p) = −2 y max(0, 1 − y p)
 */
export const squaredHinge: PointwiseLoss = {
  name: "squared_hinge",
  value,
  derivative,
  evaluate(y, p, n, values, derivatives) {
    for (let i = 0; i < n; i++) {
      values[i] = value(y[i], p[i]);
      derivatives[i] = derivative(y[i], p[i]);
    }
  },
};
