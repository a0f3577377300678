/** A cost at a size. */
export interface CostPoint {
  /** E.g. rows, > 0. */
  size: number;
  /** Seconds, > 0. */
  seconds: number;
}

/**
 * The exponent s of cost ≈ c · sizeˢ: the slope of the least-squares line through (log size, log seconds).
 *
 * @throws RangeError unless there are two points of different size.
 */
export function slopeOf(points: readonly CostPoint[]): number {
  const x = points.map(({ size }) => Math.log(size));
  const y = points.map(({ seconds }) => Math.log(seconds));
  const xMean = mean(x);
  const yMean = mean(y);
  const sxx = x.reduce((sum, value) => sum + (value - xMean) ** 2, 0);
  if (!(sxx > 0)) throw new RangeError("Expected points of at least two sizes.");
  return x.reduce((sum, value, i) => sum + (value - xMean) * (y[i] - yMean), 0) / sxx;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
