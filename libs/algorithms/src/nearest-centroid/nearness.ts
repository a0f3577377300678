import { kernels, strided, stridedMatrix } from "../kernels/index.ts";
import { asIndex } from "../tensor/as-index.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import type { Centroids } from "./centroids.ts";

/** Writes the distance of every row of X to every centroid, n × K; squared if Euclidean: the same order. */
type Distances = (X: Matrix, centroids: Centroids, distances: Matrix) => void;

const squared: Distances = (X, centroids, distances) => {
  const rows = strided(centroids, distances.nColumns, X.nColumns);
  kernels().squaredDistances(stridedMatrix(X), rows, stridedMatrix(distances));
};

const absolute: Distances = (X, centroids, distances) => {
  for (let k = 0; k < distances.nColumns; k++) absoluteOf(X, centroids, k, distances);
};

/**
 * The centroid of class k. Four rows go through at once: a coordinate of the centroid that is loaded serves four
 * differences, and the sums do not wait for each other. (The last row fills up what is missing to four: its distance is
 * written again.)
 */
function absoluteOf(
  { data: x, nRows: n, nColumns }: Matrix,
  centroids: Centroids,
  k: number,
  { data: distances, nColumns: K }: Matrix,
): void {
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
    distances[i * K + k] = s0;
    distances[i1 * K + k] = s1;
    distances[i2 * K + k] = s2;
    distances[i3 * K + k] = s3;
  }
}

export const DISTANCES = { euclidean: squared, manhattan: absolute };

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
  distancesOf: Distances,
): Matrix {
  const scores = matrix(X.nRows, K);
  distancesOf(X, centroids, scores);
  for (let at = 0; at < scores.data.length; at++) scores.data[at] = -scores.data[at];
  for (let k = 0; k < K && possible.length < K; k++) {
    if (possible.includes(k)) continue;
    for (let i = 0; i < X.nRows; i++) scores.data[i * K + k] = -Infinity;
  }
  return scores;
}
