import { asIndex } from "../tensor/as-index.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import type { Centroids } from "./centroids.ts";

/**
 * Writes minus the distance of every row of X to the centroid of class k; squared if Euclidean: the same order.
 *
 * Four rows go through at once: a coordinate of the centroid that is loaded serves four differences, and the sums do not
 * wait for each other. (The last row fills up what is missing to four: its distance is written again.)
 *
 * @param scores n × K.
 */
type Score = (X: Matrix, centroids: Centroids, k: number, scores: Matrix) => void;

const squared: Score = ({ data: x, nRows: n, nColumns }, centroids, k, { data: scores, nColumns: K }) => {
  const d = asIndex(nColumns);
  const c = asIndex(k * d);
  for (let i = 0; i < n; i += 4) {
    const i1 = Math.min(i + 1, n - 1);
    const i2 = Math.min(i + 2, n - 1);
    const i3 = Math.min(i + 3, n - 1);
    const x0 = asIndex(i * d);
    const x1 = asIndex(i1 * d);
    const x2 = asIndex(i2 * d);
    const x3 = asIndex(i3 * d);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < d; j++) {
      const cj = centroids[c + j];
      const a0 = x[x0 + j] - cj;
      const a1 = x[x1 + j] - cj;
      const a2 = x[x2 + j] - cj;
      const a3 = x[x3 + j] - cj;
      s0 += a0 * a0;
      s1 += a1 * a1;
      s2 += a2 * a2;
      s3 += a3 * a3;
    }
    scores[i * K + k] = -s0;
    scores[i1 * K + k] = -s1;
    scores[i2 * K + k] = -s2;
    scores[i3 * K + k] = -s3;
  }
};

const absolute: Score = ({ data: x, nRows: n, nColumns }, centroids, k, { data: scores, nColumns: K }) => {
  const d = asIndex(nColumns);
  const c = asIndex(k * d);
  for (let i = 0; i < n; i += 4) {
    const i1 = Math.min(i + 1, n - 1);
    const i2 = Math.min(i + 2, n - 1);
    const i3 = Math.min(i + 3, n - 1);
    const x0 = asIndex(i * d);
    const x1 = asIndex(i1 * d);
    const x2 = asIndex(i2 * d);
    const x3 = asIndex(i3 * d);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < d; j++) {
      const cj = centroids[c + j];
      s0 += Math.abs(x[x0 + j] - cj);
      s1 += Math.abs(x[x1 + j] - cj);
      s2 += Math.abs(x[x2 + j] - cj);
      s3 += Math.abs(x[x3 + j] - cj);
    }
    scores[i * K + k] = -s0;
    scores[i1 * K + k] = -s1;
    scores[i2 * K + k] = -s2;
    scores[i3 * K + k] = -s3;
  }
};

export const SCORES = { euclidean: squared, manhattan: absolute };

/**
 * How near every row is to every centroid.
 *
 * @param possible the codes of the classes that have a centroid. @returns n × K: −D, and −∞ for the classes without.
 */
export function nearness(
  X: Matrix,
  centroids: Centroids,
  K: number,
  possible: Int32Array,
  score: Score,
): Matrix {
  const scores = matrix(X.nRows, K);
  if (possible.length < K) scores.data.fill(-Infinity);
  for (const k of possible) score(X, centroids, k, scores);
  return scores;
}
