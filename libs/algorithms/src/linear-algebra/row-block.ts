import type { Matrix } from "../tensor/matrix.ts";
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
    const { width, nRows, values, weights } = this;
    const part = { rows: end - start, weight: 0, mean: new Float64Array(shift.length) };
    const scatter = new Float64Array(packedLength(width));
    for (let first = start; first < end; first += nRows) {
      const last = Math.min(first + nRows, end);
      // What is missing to a whole block is 0, and adds nothing.
      if (last - first < nRows) values.fill(0);
      this.fill(first, last, shift);
      part.weight += weights
        ? this.weigh(weights, first, last, part.mean)
        : this.sum(last - first, part.mean);
      addGram(values, nRows, width, scatter);
    }
    return { ...part, scatter };
  }

  /** Writes zᵢ − c, four rows at a time. */
  private fill(first: number, last: number, shift: Float64Array): void {
    const { X, y, width, values } = this;
    const { data: x, nColumns: d } = X;
    const whole = last - ((last - first) % 4);
    let to = 0;
    for (let i = first; i < whole; i += 4, to += 4 * width) {
      for (let j = 0, from = i * d; j < d; j++, from++) {
        const c = shift[j];
        values[to + j] = x[from] - c;
        values[to + width + j] = x[from + d] - c;
        values[to + 2 * width + j] = x[from + 2 * d] - c;
        values[to + 3 * width + j] = x[from + 3 * d] - c;
      }
    }
    for (let i = whole; i < last; i++, to += width) {
      for (let j = 0; j < d; j++) values[to + j] = x[i * d + j] - shift[j];
    }
    for (let i = first, at = d; i < last; i++, at += width) values[at] = y[i] - shift[d];
  }

  /** Adds Σ (zᵢ − c), four rows at a time. @returns Σ 1. */
  private sum(n: number, sums: Float64Array): number {
    const { width, values } = this;
    // The rows behind the n-th are 0.
    for (let at = 0; at < n * width; at += 4 * width) {
      for (let j = 0; j < sums.length; j++) {
        const one = at + j;
        const three = one + 2 * width;
        sums[j] += values[one] + values[one + width] + (values[three] + values[three + width]);
      }
    }
    return n;
  }

  /** Adds Σ sᵢ (zᵢ − c), and multiplies the rows by √sᵢ. @returns Σ sᵢ. */
  private weigh(weights: Float64Array, first: number, last: number, sums: Float64Array): number {
    const { width, values } = this;
    let weight = 0;
    for (let i = first, at = 0; i < last; i++, at += width) {
      const root = Math.sqrt(weights[i]);
      weight += weights[i];
      for (let j = 0; j < sums.length; j++) {
        sums[j] += weights[i] * values[at + j];
        values[at + j] *= root;
      }
    }
    return weight;
  }
}
