import type { Matrix } from "../tensor/matrix.ts";
import { areFinite, checkFinite, checkWidth } from "../validation/data.ts";
import { affineScores } from "./affine.ts";

/** Rows whose scores stay in the first-level cache, beside the rows themselves. */
const ROWS_PER_BLOCK = 128;

/**
 * The scores pᵢₖ = wₖ·xᵢ + bₖ of a fitted linear model.
 *
 * @param X n × d. @param parameters K × d weights, then K biases. @returns n × K, row after row.
 * @throws DataError for another width, NaN or infinity.
 */
export function affineMap(X: Matrix, nFeatures: number, parameters: Float64Array, K: number): Float64Array {
  const all = new Float64Array(X.nRows * K);
  eachAffineBlock(X, nFeatures, parameters, K, (scores, first, n) => copyTo(all, scores, first * K, n * K));
  return all;
}

/** Element by element: a view and a `set` cost as much as the scores. */
function copyTo(all: Float64Array, values: Float64Array, at: number, n: number): void {
  for (let i = 0; i < n; i++) all[at + i] = values[i];
}

/**
 * The scores of `affineMap`, handed over block by block: who makes labels of them need not write and read them all, which
 * takes as long as to compute them.
 *
 * A NaN or an infinity in a row makes all of the row's scores NaN or infinite (0 · ∞ is NaN), so the n × K scores are
 * looked at instead of the n × d features, and X only when one of them is not finite.
 *
 * @param take receives the scores of `n` rows from row `first` on, n × K values; the array is used again afterwards.
 * @throws DataError for another width, NaN or infinity.
 */
export function eachAffineBlock(
  X: Matrix,
  nFeatures: number,
  parameters: Float64Array,
  K: number,
  take: (scores: Float64Array, first: number, n: number) => void,
): void {
  checkWidth(X, nFeatures);
  const scores = new Float64Array(ROWS_PER_BLOCK * K);
  for (let first = 0; first < X.nRows; first += ROWS_PER_BLOCK) {
    const n = Math.min(ROWS_PER_BLOCK, X.nRows - first);
    affineScores(X.data, nFeatures, first, n, parameters, K, scores);
    if (!areFinite(scores)) checkFinite(X);
    take(scores, first, n);
  }
}
