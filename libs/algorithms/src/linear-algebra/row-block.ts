import type { Matrix } from "../tensor/matrix.ts";
import { asIndex } from "../tensor/as-index.ts";
import { addGram } from "./gram.ts";
import { packedLength, type Scatter } from "./scatter.ts";

/** Values in a block of rows: 16 kB, so that it stays in the first-level cache beside its products. */
const BLOCK_SIZE = 2048;

/** Copies rows (x, y) block by block, as deviations from a given row, and multiplies them. */
export class RowBlock {
  private readonly X: Matrix;
  private readonly y: Float64Array;
  private readonly weights: Float64Array | null;
  /** Values from a row to the next: d + 1, or one more to be even. */
  private readonly width: number;
  private readonly nRows: number;
  private readonly values: Float64Array;

  constructor(X: Matrix, y: Float64Array, weights: Float64Array | null) {
    this.X = X;
    this.y = y;
    this.weights = weights;
    this.width = 2 * Math.ceil((X.nColumns + 1) / 2);
    this.nRows = 4 * Math.max(1, Math.ceil(BLOCK_SIZE / (4 * this.width)));
    this.values = new Float64Array(this.nRows * this.width);
  }

  /** @returns Σ sᵢ (zᵢ − c) in `mean` and Σ sᵢ (zᵢ − c)(zᵢ − c)ᵀ in `scatter`, over the rows from `start` to `end`. */
  deviations(start: number, end: number, shift: Float64Array): Scatter {
    const { X, width, nRows, values, weights } = this;
    const part = { rows: end - start, weight: 0, mean: new Float64Array(shift.length) };
    const scatter = new Float64Array(packedLength(width));
    for (let first = start; first < end; first += nRows) {
      const last = Math.min(first + nRows, end);
      // What is missing to a whole block is 0, and adds nothing.
      if (last - first < nRows) values.fill(0);
      const rows = X.data.subarray(first * X.nColumns, last * X.nColumns);
      const y = this.y.subarray(first, last);
      part.weight += weights
        ? this.fillWeighted(rows, y, weights.subarray(first, last), shift, part.mean)
        : this.fill(rows, y, shift, part.mean);
      addGram(values, nRows, width, scatter);
    }
    return { ...part, scatter };
  }

  /** Writes zᵢ − c, four rows at a time, and adds them to the sums. @returns Σ 1. */
  private fill(x: Float64Array, y: Float64Array, shift: Float64Array, sums: Float64Array): number {
    const { values } = this;
    const d = asIndex(this.X.nColumns);
    const width = asIndex(this.width);
    const n = y.length;
    const whole = n - (n % 4);
    for (let i = 0; i < whole; i += 4) {
      const x0 = asIndex(i * d);
      const x1 = asIndex(x0 + d);
      const x2 = asIndex(x1 + d);
      const x3 = asIndex(x2 + d);
      const to0 = asIndex(i * width);
      const to1 = asIndex(to0 + width);
      const to2 = asIndex(to1 + width);
      const to3 = asIndex(to2 + width);
      for (let j = 0; j < d; j++) {
        const c = shift[j];
        const z0 = x[x0 + j] - c;
        const z1 = x[x1 + j] - c;
        const z2 = x[x2 + j] - c;
        const z3 = x[x3 + j] - c;
        sums[j] += z0 + z1 + (z2 + z3);
        values[to0 + j] = z0;
        values[to1 + j] = z1;
        values[to2 + j] = z2;
        values[to3 + j] = z3;
      }
    }
    for (let i = whole; i < n; i++) {
      for (let j = 0; j < d; j++) sums[j] += values[i * width + j] = x[i * d + j] - shift[j];
    }
    for (let i = 0; i < n; i++) sums[d] += values[i * width + d] = y[i] - shift[d];
    return n;
  }

  /** Writes √sᵢ (zᵢ − c), and adds sᵢ (zᵢ − c) to the sums. @returns Σ sᵢ. */
  private fillWeighted(
    x: Float64Array,
    y: Float64Array,
    weights: Float64Array,
    shift: Float64Array,
    sums: Float64Array,
  ): number {
    const { values, width } = this;
    const d = this.X.nColumns;
    let total = 0;
    for (let i = 0; i < y.length; i++) {
      const weight = weights[i];
      const root = Math.sqrt(weight);
      total += weight;
      for (let j = 0; j <= d; j++) {
        const z = (j < d ? x[i * d + j] : y[i]) - shift[j];
        sums[j] += weight * z;
        values[i * width + j] = root * z;
      }
    }
    return total;
  }
}
