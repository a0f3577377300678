import type { Matrix } from "../tensor/matrix.ts";

/** A dense matrix whose columns lie one behind the other: element (i, j) is `data[j * nRows + i]`. */
export interface Columns {
  readonly nRows: number;
  readonly nColumns: number;
  readonly data: Float64Array;
}

/** Zeros, or `data` without copying it. */
export function columnMajor(
  nRows: number,
  nColumns: number,
  data: Float64Array = new Float64Array(nRows * nColumns),
): Columns {
  return { nRows, nColumns, data };
}

/** A copy of X, column after column. The rows of X are the columns of its transpose: for Xᵀ no copy is needed. */
export function columnsOf({ nRows: n, nColumns: d, data }: Matrix): Columns {
  const columns = columnMajor(n, d);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) columns.data[j * n + i] = data[at];
  }
  return columns;
}

/** Σᵢ a[p + i] b[q + i] over n elements: four sums at once, so that one does not wait for another. */
export function dotOf(a: Float64Array, p: number, b: Float64Array, q: number, n: number): number {
  const whole = n - (n % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[p + i] * b[q + i];
    s1 += a[p + i + 1] * b[q + i + 1];
    s2 += a[p + i + 2] * b[q + i + 2];
    s3 += a[p + i + 3] * b[q + i + 3];
  }
  for (let i = whole; i < n; i++) s0 += a[p + i] * b[q + i];
  return s0 + s1 + (s2 + s3);
}
