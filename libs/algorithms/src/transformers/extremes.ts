import { asIndex } from "../tensor/as-index.ts";
import { rowBlocks, type Matrix } from "../tensor/matrix.ts";

/** The least and the greatest value of every column, length d each. */
export interface Extremes {
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

/** @param X finite numbers, at least one row. */
export function extremesOf(X: Matrix): Extremes {
  const least = X.data.slice(0, X.nColumns);
  const greatest = X.data.slice(0, X.nColumns);
  for (const { rows } of rowBlocks(X)) widen(rows, least, greatest);
  return { least, greatest };
}

/** Four rows go through at once, so that a column's extremes are loaded and stored once for four values. */
function widen({ data: x, nRows, nColumns }: Matrix, least: Float64Array, greatest: Float64Array): void {
  const d = asIndex(nColumns);
  for (let i = 0; i < nRows; i += 4) {
    // The last row fills up what is missing to four.
    const x0 = asIndex(i * d);
    const x1 = asIndex(Math.min(i + 1, nRows - 1) * d);
    const x2 = asIndex(Math.min(i + 2, nRows - 1) * d);
    const x3 = asIndex(Math.min(i + 3, nRows - 1) * d);
    for (let j = 0; j < d; j++) {
      let low = least[j];
      let high = greatest[j];
      const a = x[x0 + j];
      const b = x[x1 + j];
      const c = x[x2 + j];
      const e = x[x3 + j];
      if (a < low) low = a;
      if (b < low) low = b;
      if (c < low) low = c;
      if (e < low) low = e;
      if (a > high) high = a;
      if (b > high) high = b;
      if (c > high) high = c;
      if (e > high) high = e;
      least[j] = low;
      greatest[j] = high;
    }
  }
}
