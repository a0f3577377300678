/**
 * The q-quantile of the values. Without weights: at position (n − 1) q of the sorted values, linear between two of them.
 * With weights: the first value up to which the weights sum to a share q of all, and to more than 0.
 * (These are scikit-learn's two definitions.)
 *
 * @param values at least one; sorted in place when there are no weights.
 */
export function quantileOf(values: Float64Array, weights: Float64Array | null, q: number): number {
  if (weights !== null) return weightedQuantile(values, weights, q);
  values.sort();
  const position = (values.length - 1) * q;
  const below = Math.floor(position);
  const above = Math.min(below + 1, values.length - 1);
  return values[below] + (position - below) * (values[above] - values[below]);
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
