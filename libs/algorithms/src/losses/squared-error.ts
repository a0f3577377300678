import type { PointwiseLoss } from "./pointwise-loss.ts";

/**
 * Half the squared error, as scikit-learn's SGD has it:
 *
 *     l(y, p) = ½ (p − y)²        l'(y, p) = p − y
 */
export const squaredError: PointwiseLoss = {
  name: "squared_error",
  value: (y, p) => 0.5 * (p - y) ** 2,
  derivative: (y, p) => p - y,
  evaluate(y, p, n, values, derivatives) {
    for (let i = 0; i < n; i++) {
      const difference = p[i] - y[i];
      values[i] = 0.5 * difference * difference;
      derivatives[i] = difference;
    }
  },
};
