import type { PointwiseLoss } from "./pointwise-loss.ts";

function value(y: number, p: number): number {
  return Math.max(0, -y * p);
}

function derivative(y: number, p: number): number {
  return y * p <= 0 ? -y : 0;
}

/**
 * The loss of the perceptron (Rosenblatt, 1958) for y ∈ {−1, +1}: only rows on the wrong side count.
 *
 *     l(y, p) = max(0, −y p)        l'(y, p) = −y where y p ≤ 0, else 0
 */
export const perceptron: PointwiseLoss = {
  name: "perceptron",
  value,
  derivative,
  evaluate(y, p, n, values, derivatives) {
    for (let i = 0; i < n; i++) {
      values[i] = value(y[i], p[i]);
      derivatives[i] = derivative(y[i], p[i]);
    }
  },
};
