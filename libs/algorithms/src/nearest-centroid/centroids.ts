import { mergeMoments, type Moments } from "../preprocessing/moments.ts";
import { median } from "../preprocessing/quantile.ts";
import { consecutive } from "../random/sampling.ts";
import type { Matrix } from "../tensor/matrix.ts";

/** K × d; those of classes without rows are 0, and do not count. */
export type Centroids = Float64Array;

/** The mean of each class's rows. */
export function meanCentroids(moments: readonly Moments[], d: number): Centroids {
  const centroids = new Float64Array(moments.length * d);
  moments.forEach(({ mean }, k) => centroids.set(mean, k * d));
  return centroids;
}

/** The median of each feature over each class's rows: the point with the least sum of Manhattan distances to them. */
export function medianCentroids(
  { data, nColumns: d }: Matrix,
  codes: Float64Array,
  nClasses: number,
  weights: Float64Array | null,
): Centroids {
  const centroids = new Float64Array(nClasses * d);
  for (let k = 0; k < nClasses; k++) {
    const rows = rowsOfClass(codes, k, weights);
    const rowWeights = weights && Float64Array.from(rows, (i) => weights[i]);
    const column = new Float64Array(rows.length);
    for (let j = 0; j < d && rows.length > 0; j++) {
      for (let i = 0; i < rows.length; i++) column[i] = data[rows[i] * d + j];
      centroids[k * d + j] = median(column, rowWeights);
    }
  }
  return centroids;
}

function rowsOfClass(codes: Float64Array, k: number, weights: Float64Array | null): Int32Array {
  return consecutive(codes.length).filter((i) => codes[i] === k && (weights === null || weights[i] > 0));
}

/**
 * Moves the centroids towards the mean of all rows, and onto it where they are near: nearest shrunken centroids
 * (Tibshirani, Hastie, Narasimhan & Chu, "Diagnosis of Multiple Cancer Types by Shrunken Centroids of Gene Expression",
 * 2002). For the centroid c of class k, the mean x̄ of all rows, and the spread s within the classes, feature by feature:
 *
 *     δ = (c − x̄) / (mₖ (s + s₀))        m²ₖ = 1/nₖ − 1/n        s² = Σ (x − c)² / (n − K)        s₀ = median of s
 *     c' = x̄ + mₖ (s + s₀) · sign(δ) max(0, |δ| − threshold)
 *
 * K counts the classes that have rows. Where mₖ (s + s₀) = 0 (one class, or as many rows as classes) nothing is moved.
 *
 * @param squares Σ (x − c)² of each feature over all rows, each with its own class's centroid.
 */
export function shrinkCentroids(
  centroids: Centroids,
  moments: readonly Moments[],
  squares: Float64Array,
  threshold: number,
): Centroids {
  const d = squares.length;
  const { n, mean } = mergeMoments(moments);
  const degrees = n - moments.filter((each) => each.n > 0).length;
  const s = squares.map((sum) => (degrees > 0 ? Math.sqrt(sum / degrees) : 0));
  const s0 = median(s, null);
  return centroids.map((c, at) => {
    const nk = moments[Math.floor(at / d)].n;
    const j = at % d;
    const scale = nk > 0 ? Math.sqrt(Math.max(0, 1 / nk - 1 / n)) * (s[j] + s0) : 0;
    if (scale === 0) return c;
    const delta = (c - mean[j]) / scale;
    return mean[j] + scale * Math.sign(delta) * Math.max(0, Math.abs(delta) - threshold);
  });
}

/** Σ sᵢ (xᵢ − c)² of each feature, where c is the centroid of the row's own class. */
export function squaresAround(
  centroids: Centroids,
  { data, nColumns: d }: Matrix,
  codes: Float64Array,
  weights: Float64Array | null,
): Float64Array {
  const squares = new Float64Array(d);
  for (let i = 0, at = 0; i < codes.length; i++) {
    const s = weights === null ? 1 : weights[i];
    for (let j = 0; j < d; j++, at++) squares[j] += s * (data[at] - centroids[codes[i] * d + j]) ** 2;
  }
  return squares;
}
