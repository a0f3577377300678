import { DataError } from "../errors.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { addGram } from "./gram.ts";

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

/** Values in a block of rows: 16 kB, so that it stays in the first-level cache beside S. */
const BLOCK_SIZE = 2048;

function emptyScatter(p: number): Scatter {
  return { rows: 0, weight: 0, mean: new Float64Array(p), scatter: new Float64Array(packedLength(p)) };
}

/**
 * The scatter of (X, y), in one pass: block by block, each merged into the sum as the parts of a distributed fit are. Within
 * a block deviations are taken from one of its rows, c (the weightiest), which needs no pass to know the mean, keeps a
 * constant column at exactly 0, and loses no digits to a large mean:
 *
 *     r = Σ sᵢ (zᵢ − c)        μ = c + r / Σ sᵢ        S = Σ sᵢ (zᵢ − c)(zᵢ − c)ᵀ − r rᵀ / Σ sᵢ
 *
 * @param X n × d. @param y n numbers.
 */
export function scatterOf(X: Matrix, y: Float64Array, options: ScatterOptions): Scatter {
  const p = X.nColumns + 1;
  const total = emptyScatter(p);
  // An even width and four rows at a time: what is missing stays 0, and adds nothing.
  const width = p + (p % 2);
  const blockRows = 4 * Math.max(1, Math.ceil(BLOCK_SIZE / (4 * width)));
  const block = new Float64Array(blockRows * width);
  const products = new Float64Array(packedLength(width));
  const shift = new Float64Array(p);
  for (let start = 0; start < X.nRows; start += blockRows) {
    const end = Math.min(start + blockRows, X.nRows);
    if (options.isCentred) takeShift(X, y, options.weights, start, end, shift);
    const part = { ...emptyScatter(0), rows: end - start, mean: new Float64Array(p), scatter: products };
    if (end - start < blockRows) block.fill(0);
    part.weight = fillBlock(X, y, options.weights, start, end, shift, block, width, part.mean);
    products.fill(0);
    addGram(block, blockRows, width, products);
    if (options.isCentred) centre(part, shift);
    else part.mean.fill(0);
    absorb(total, part);
  }
  return total;
}

/** Notes the row of greatest weight of the block. */
function takeShift(
  X: Matrix,
  y: Float64Array,
  weights: Float64Array | null,
  start: number,
  end: number,
  shift: Float64Array,
): void {
  let row = start;
  if (weights) for (let i = start; i < end; i++) if (weights[i] > weights[row]) row = i;
  const d = X.nColumns;
  for (let j = 0; j < d; j++) shift[j] = X.data[row * d + j];
  shift[d] = y[row];
}

/** Writes the rows √sᵢ (zᵢ − c) into the block and their sums Σ sᵢ (zᵢ − c) into `sums`. @returns Σ sᵢ. */
function fillBlock(
  X: Matrix,
  y: Float64Array,
  weights: Float64Array | null,
  start: number,
  end: number,
  shift: Float64Array,
  block: Float64Array,
  width: number,
  sums: Float64Array,
): number {
  const { data, nColumns: d } = X;
  let weight = end - start;
  for (let i = start, from = start * d, to = 0; i < end; i++, to += width) {
    for (let j = 0; j < d; j++, from++) {
      const deviation = data[from] - shift[j];
      block[to + j] = deviation;
      sums[j] += deviation;
    }
    block[to + d] = y[i] - shift[d];
    sums[d] += block[to + d];
  }
  if (weights) weight = weighBlock(weights, start, end, block, width, sums);
  return weight;
}

/** Multiplies the block's rows by √sᵢ, and takes the weighted sums. @returns Σ sᵢ. */
function weighBlock(
  weights: Float64Array,
  start: number,
  end: number,
  block: Float64Array,
  width: number,
  sums: Float64Array,
): number {
  let weight = 0;
  sums.fill(0);
  for (let i = start, at = 0; i < end; i++, at += width) {
    const root = Math.sqrt(weights[i]);
    weight += weights[i];
    for (let j = 0; j < sums.length; j++) {
      sums[j] += weights[i] * block[at + j];
      block[at + j] *= root;
    }
  }
  return weight;
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
      got: parts.length === 0 ? "none" : `parts of ${parts.map(({ mean }) => mean.length - 1).join(", ")} columns`,
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
