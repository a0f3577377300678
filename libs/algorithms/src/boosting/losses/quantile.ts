import { quantile } from "../../preprocessing/quantile.ts";

/**
 * The q-quantile of the values, in scikit-learn's two definitions. Without weights: at position (n − 1) q of the sorted
 * values, linear between two of them. With weights: the first value up to which the weights sum to a share q of all, and to
 * more than 0.
 *
 * @param values at least one.
 */
export function quantileOf(values: Float64Array, weights: Float64Array | null, q: number): number {
  return weights === null ? quantile(values, q, null) : weightedQuantile(values, weights, q);
}

function weightedQuantile(values: Float64Array, weights: Float64Array, q: number): number {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const target = Math.max(q * weights.reduce((sum, weight) => sum + weight, 0), Number.MIN_VALUE);
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum >= target) return values[i];
  }
  return values[order[order.length - 1]];
}
