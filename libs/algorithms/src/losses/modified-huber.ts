import type { PointwiseLoss } from "./pointwise-loss.ts";

function value(y: number, p: number): number {
  const z = y * p;
  return z < -1 ? -4 * z : Math.max(0, 1 - z) ** 2;
}

function derivative(y: number, p: number): number {
  const z = y * p;
  return z < -1 ? -4 * y : -2 * y * Math.max(0, 1 - z);
}

/**
 * The modified Huber loss of y ∈ {−1, +1} (Zhang, Solving Large Scale Linear Prediction Problems Using Stochastic
 * Gradient Descent Algorithms, 2004): a squared hinge that goes on as a line, so that outliers pull with bounded force.
 * With z = y p,
 *
 *     l(y, p) = max(0, 1 − z)²  where z ≥ −1        l'(y, p) = −2 y max(0, 1 − z)
 *               −4 z            where z < −1                   −4 y
 */
export const modifiedHuber: PointwiseLoss = {
  name: "modified_huber",
  value,
  derivative,
  evaluate(y, p, n, values, derivatives) {
    for (let i = 0; i < n; i++) {
      values[i] = value(y[i], p[i]);
      derivatives[i] = derivative(y[i], p[i]);
    }
  },
};
