import { DataError } from "../errors.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { RowBlock } from "./row-block.ts";

/**
 * All that least squares needs to know of some rows z = (x, y) of p = d + 1 columns and weights s. It can be merged
 * exactly, so that only these numbers travel and never a row:
 *
 *     μ = Σ sᵢ zᵢ / Σ sᵢ        S = Σ sᵢ (zᵢ − μ)(zᵢ − μ)ᵀ
 */
export interface Scatter {
  /** n, the number of rows. */
  rows: number;
  /** Σ sᵢ; n without weights. */
  weight: number;
  /** μ, length p; zeros when the rows are not centred. */
  mean: Float64Array;
  /** The lower triangle of S, row by row: element (j, k ≤ j) is at `packedIndex(j, k)`. */
  scatter: Float64Array;
}

export interface ScatterOptions {
  /** n weights ≥ 0, or `null` for all 1. */
  weights: Float64Array | null;
  /** Whether deviations from the mean count, or the values themselves (μ is then taken for 0). */
  isCentred: boolean;
}

/** Where element (j, k ≤ j) of a symmetric matrix lies in its packed lower triangle. */
export function packedIndex(j: number, k: number): number {
  return (j * (j + 1)) / 2 + k;
}

/** Elements in the packed lower triangle of a p × p matrix. */
export function packedLength(p: number): number {
  return packedIndex(p, 0);
}

function emptyScatter(p: number): Scatter {
  return { rows: 0, weight: 0, mean: new Float64Array(p), scatter: new Float64Array(packedLength(p)) };
}

/** Rows that are taken relative to one of them, before their scatter is merged into the total. */
const PART_ROWS = 2048;

/**
 * The scatter of (X, y), in one pass: part by part, each merged into the sum as those of a distributed fit are. Within a
 * part deviations are taken from one of its rows, c (the weightiest), which needs no pass to know the mean, keeps a
 * constant column at exactly 0, and loses no digits to a large mean:
 *
 *     r = Σ sᵢ (zᵢ − c)        μ = c + r / Σ sᵢ        S = Σ sᵢ (zᵢ − c)(zᵢ − c)ᵀ − r rᵀ / Σ sᵢ
 *
 * @param X n × d. @param y n numbers.
 */
export function scatterOf(X: Matrix, y: Float64Array, { weights, isCentred }: ScatterOptions): Scatter {
  const p = X.nColumns + 1;
  const total = emptyScatter(p);
  const block = new RowBlock(X, y, weights);
  for (let start = 0; start < X.nRows; start += PART_ROWS) {
    const end = Math.min(start + PART_ROWS, X.nRows);
    const shift = isCentred ? weightiestRow(X, y, weights, start, end) : new Float64Array(p);
    const part = block.deviations(start, end, shift);
    if (isCentred) centre(part, shift);
    else part.mean.fill(0);
    absorb(total, part);
  }
  return total;
}

/** The row of greatest weight of the part, and its target. */
function weightiestRow(
  X: Matrix,
  y: Float64Array,
  weights: Float64Array | null,
  start: number,
  end: number,
): Float64Array {
  let row = start;
  if (weights) for (let i = start; i < end; i++) if (weights[i] > weights[row]) row = i;
  const d = X.nColumns;
  const shift = new Float64Array(d + 1);
  for (let j = 0; j < d; j++) shift[j] = X.data[row * d + j];
  shift[d] = y[row];
  return shift;
}

/** From sums and products of deviations from c to those from the mean. `part.mean` holds r, and receives μ. */
function centre({ weight, mean, scatter }: Scatter, shift: Float64Array): void {
  if (weight === 0) return;
  for (let j = 0, at = 0; j < mean.length; j++) {
    for (let k = 0; k <= j; k++, at++) scatter[at] -= (mean[j] * mean[k]) / weight;
  }
  for (let j = 0; j < mean.length; j++) mean[j] = shift[j] + mean[j] / weight;
}

/**
 * The scatter of all rows from that of their parts, exact up to rounding (Chan, Golub & LeVeque, Updating Formulae and a
 * Pairwise Algorithm for Computing Sample Variances, 1979). For parts A and B with δ = μ_B − μ_A:
 *
 *     w = w_A + w_B        μ = μ_A + δ w_B / w        S = S_A + S_B + δ δᵀ w_A w_B / w
 *
 * Parts are merged in the order of the list, so the same list gives the same bits.
 *
 * @throws DataError when the list is empty or the parts differ in their number of columns.
 */
export function mergeScatter(parts: readonly Scatter[]): Scatter {
  const p = parts[0]?.mean.length ?? 0;
  if (p === 0 || parts.some(({ mean }) => mean.length !== p)) {
    throw new DataError({
      expected: "at least one part, all of them with the same columns",
      got:
        parts.length === 0
          ? "none"
          : `parts of ${parts.map(({ mean }) => mean.length - 1).join(", ")} columns`,
      remedy: "Fit every part on the same columns, then merge their states.",
    });
  }
  const total = emptyScatter(p);
  for (const part of parts) absorb(total, part);
  return total;
}

function absorb(total: Scatter, part: Scatter): void {
  total.rows += part.rows;
  if (part.weight === 0) return;
  const weight = total.weight + part.weight;
  const both = (total.weight * part.weight) / weight;
  const share = part.weight / weight;
  const delta = part.mean.map((mean, j) => mean - total.mean[j]);
  for (let j = 0, at = 0; j < delta.length; j++) {
    for (let k = 0; k <= j; k++, at++) total.scatter[at] += part.scatter[at] + delta[j] * delta[k] * both;
    total.mean[j] += delta[j] * share;
  }
  total.weight = weight;
}
