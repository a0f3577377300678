import { DataError } from "../errors.ts";
import type { Matrix } from "../tensor/matrix.ts";

/**
 * All that standardisation needs to know of some rows, per column j: it can be merged exactly, so that only these
 * numbers travel and never a row.
 */
export interface Moments {
  /** Number of rows. */
  n: number;
  /** μⱼ = 1/n Σᵢ xᵢⱼ, length d; 0 when n = 0. */
  mean: Float64Array;
  /** M₂ⱼ = Σᵢ (xᵢⱼ − μⱼ)², length d. The (population) variance is M₂ / n. */
  m2: Float64Array;
}

/** Rows that are summed at once: few enough to stay in the nearest cache while one column after the other is. */
const BLOCK_ROWS = 64;

/**
 * Count, mean and sum of squared deviations of every column, in one pass over blocks of rows. A block's sums are of
 * deviations from its first row k (Chan, Golub & LeVeque, Algorithms for Computing the Sample Variance, 1983):
 *
 *     μ_B = k + 1/n_B Σ (x − k)        M₂_B = Σ (x − k)² − (Σ (x − k))² / n_B
 *
 * k is one of the values, so that n_B (k − μ_B)² ≤ n_B M₂_B: the difference loses six bits at most, and none of a
 * constant column. Blocks are merged as in `mergeMoments`.
 *
 * @param X n × d; n = 0 gives zeros.
 */
export function columnMoments({ data, nRows, nColumns }: Matrix): Moments {
  const mean = new Float64Array(nColumns);
  const m2 = new Float64Array(nColumns);
  mean.set(data.subarray(0, nRows > 0 ? nColumns : 0));
  for (let n = 0; n < nRows; n += BLOCK_ROWS) {
    const nBlock = Math.min(BLOCK_ROWS, nRows - n);
    const share = nBlock / (n + nBlock);
    for (let j = 0; j < nColumns; j++) {
      const start = n * nColumns + j;
      const end = start + nBlock * nColumns;
      const k = data[start];
      let sum = 0;
      let squares = 0;
      for (let at = start; at < end; at += nColumns) {
        const deviation = data[at] - k;
        sum += deviation;
        squares += deviation * deviation;
      }
      const delta = k + sum / nBlock - mean[j];
      mean[j] += delta * share;
      m2[j] += Math.max(0, squares - (sum * sum) / nBlock) + delta * delta * n * share;
    }
  }
  return { n: nRows, mean, m2 };
}

/**
 * The moments of all rows from the moments of their parts, exact up to rounding (Chan, Golub & LeVeque, Updating
 * Formulae and a Pairwise Algorithm for Computing Sample Variances, 1979). For parts A and B with δ = μ_B − μ_A:
 *
 *     n = n_A + n_B        μ = μ_A + δ n_B / n        M₂ = M₂_A + M₂_B + δ² n_A n_B / n
 *
 * Parts are merged in the order of the list, so the same list gives the same bits. A part with n = 0 changes nothing.
 *
 * @throws DataError when the list is empty or the parts differ in their number of columns.
 */
export function mergeMoments(list: readonly Moments[]): Moments {
  if (list.length === 0) {
    throw new DataError({
      expected: "the moments of at least one part",
      got: "none",
      remedy: "Compute columnMoments on every part first.",
    });
  }
  const width = list[0].mean.length;
  const merged = { n: 0, mean: new Float64Array(width), m2: new Float64Array(width) };
  for (const part of list) absorb(merged, part);
  return merged;
}

function absorb(merged: Moments, part: Moments): void {
  requireWidth(part, merged.mean.length);
  if (part.n === 0) return;
  const n = merged.n + part.n;
  for (let j = 0; j < merged.mean.length; j++) {
    const delta = part.mean[j] - merged.mean[j];
    merged.mean[j] += delta * (part.n / n);
    merged.m2[j] += part.m2[j] + delta * delta * ((merged.n * part.n) / n);
  }
  merged.n = n;
}

function requireWidth({ mean, m2 }: Moments, width: number): void {
  if (mean.length === width && m2.length === width) return;
  throw new DataError({
    expected: `moments of ${width} columns`,
    got: `${mean.length} means and ${m2.length} sums of squares`,
    remedy: "Compute the moments of every part over the same columns.",
  });
}

/** The moments of the given columns, in that order. */
export function takeMoments({ n, mean, m2 }: Moments, columns: ArrayLike<number>): Moments {
  const take = (values: Float64Array) => Float64Array.from(columns, (column) => values[column]);
  return { n, mean: take(mean), m2: take(m2) };
}
