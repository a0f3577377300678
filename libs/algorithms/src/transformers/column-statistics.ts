import type { Matrix } from "../tensor/matrix.ts";

/** The values of a column that are there, and how often each counts. */
export interface PresentValues {
  readonly values: Float64Array;
  /** `null`: once each. */
  readonly weights: Float64Array | null;
}

/** The distinct values of a column, ascending, and how often each occurs (the sum of its rows' weights). */
export interface ValueCounts {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** @param isMissing whether a value stands for a missing one. */
export function presentValues(
  { data, nRows, nColumns }: Matrix,
  column: number,
  weights: Float64Array | null,
  isMissing: (value: number) => boolean,
): PresentValues {
  const values = new Float64Array(nRows);
  const kept = weights && new Float64Array(nRows);
  let n = 0;
  for (let i = 0, at = column; i < nRows; i++, at += nColumns) {
    if (isMissing(data[at])) continue;
    if (kept) kept[n] = weights[i];
    values[n++] = data[at];
  }
  return { values: values.subarray(0, n), weights: kept && kept.subarray(0, n) };
}

/** How often each distinct value occurs. */
export function countValues({ values, weights }: PresentValues): ValueCounts {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    counts.set(values[i], (counts.get(values[i]) ?? 0) + (weights === null ? 1 : weights[i]));
  }
  const distinct = Float64Array.from(counts.keys()).sort();
  return { values: distinct, counts: distinct.map((value) => counts.get(value)!) };
}

/** The counts of all parts together. */
export function mergeCounts(parts: readonly ValueCounts[]): ValueCounts {
  const join = (take: (part: ValueCounts) => Float64Array) =>
    Float64Array.from(parts.flatMap((part) => Array.from(take(part))));
  return countValues({ values: join((part) => part.values), weights: join((part) => part.counts) });
}

/** The value that occurs most; of equally frequent ones the least. NaN of none. */
export function mostFrequent({ values, counts }: ValueCounts): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (counts[k] > counts[best]) best = k;
  return values.length === 0 ? NaN : values[best];
}
