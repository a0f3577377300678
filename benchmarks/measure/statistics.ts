/** Median and range of repeated measurements. */
export interface Summary {
  median: number;
  min: number;
  max: number;
}

/** @throws RangeError when there is nothing to summarise. */
export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError("Expected at least one measurement, got none.");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}
