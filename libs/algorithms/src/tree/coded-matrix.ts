import type { Matrix } from "../tensor/matrix.ts";
import type { Bins } from "./bins.ts";

/**
 * A matrix whose values are replaced by codes that keep their order. Trees know no more of a value than which others it
 * is above; a code is short, and is a position in a histogram. `BinnedMatrix` is one of bins, `rankMatrix` makes
 * one of ranks.
 */
export interface CodedMatrix {
  readonly nRows: number;
  /** Which values each code of a feature stands for. */
  readonly features: readonly Bins[];
  /** `codes[i * d + j]` is the code of row i in feature j. */
  readonly codes: Uint8Array | Int32Array;
}

/**
 * Codes every value by its rank among the distinct values of its feature, so that each of them can be told from the next.
 *
 * @param X n × d, finite.
 */
export function rankMatrix({ nRows, nColumns, data }: Matrix): CodedMatrix {
  const codes = new Int32Array(nRows * nColumns);
  const column = new Float64Array(nRows);
  const features = Array.from({ length: nColumns }, (_, j) => {
    for (let i = 0; i < nRows; i++) column[i] = data[i * nColumns + j];
    const values = distinct(column.sort());
    for (let i = 0; i < nRows; i++) codes[i * nColumns + j] = rankOf(data[i * nColumns + j], values);
    return { lower: values, upper: values };
  });
  return { nRows, features, codes };
}

/** A copy of the sorted values, each once. −0 and 0 are one value. */
function distinct(sorted: Float64Array): Float64Array {
  let n = 0;
  const values = new Float64Array(sorted.length);
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) values[n++] = sorted[i];
  return values.slice(0, n);
}

/** How many values are below x. */
function rankOf(x: number, values: Float64Array): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
