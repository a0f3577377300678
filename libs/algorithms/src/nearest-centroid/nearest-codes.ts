import type { Matrix } from "../tensor/matrix.ts";
import type { Centroids } from "./centroids.ts";

/** D(x, c) of a row that starts at `at` in `x` and a centroid that starts at `cAt`; squared if Euclidean: the same order. */
type Distance = (x: Float64Array, at: number, c: Float64Array, cAt: number, d: number) => number;

// Each has its own loop over the features, with two sums, so that one does not wait for the other.
const squared: Distance = (x, at, c, cAt, d) => {
  let s0 = 0;
  let s1 = 0;
  let j = 0;
  for (; j + 1 < d; j += 2) {
    const a0 = x[at + j] - c[cAt + j];
    const a1 = x[at + j + 1] - c[cAt + j + 1];
    s0 += a0 * a0;
    s1 += a1 * a1;
  }
  return j < d ? s0 + s1 + (x[at + j] - c[cAt + j]) ** 2 : s0 + s1;
};

const absolute: Distance = (x, at, c, cAt, d) => {
  let s0 = 0;
  let s1 = 0;
  let j = 0;
  for (; j + 1 < d; j += 2) {
    s0 += Math.abs(x[at + j] - c[cAt + j]);
    s1 += Math.abs(x[at + j + 1] - c[cAt + j + 1]);
  }
  return j < d ? s0 + s1 + Math.abs(x[at + j] - c[cAt + j]) : s0 + s1;
};

export const DISTANCES = { euclidean: squared, manhattan: absolute };

/**
 * The class of the nearest centroid of every row, of equally near ones the first.
 *
 * @param possible the codes of the classes that have a centroid, at least one.
 */
export function nearestCodes(
  { data: x, nRows, nColumns: d }: Matrix,
  centroids: Centroids,
  possible: Int32Array,
  distance: Distance,
): Int32Array {
  const codes = new Int32Array(nRows);
  for (let i = 0; i < nRows; i++) {
    let code = possible[0];
    let least = distance(x, i * d, centroids, code * d, d);
    for (let at = 1; at < possible.length; at++) {
      const other = distance(x, i * d, centroids, possible[at] * d, d);
      if (other < least) {
        least = other;
        code = possible[at];
      }
    }
    codes[i] = code;
  }
  return codes;
}
