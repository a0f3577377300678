import type { BinnedMatrix } from "./binned-matrix.ts";
import { consecutive } from "../random/sampling.ts";
import type { Split } from "./split-search.ts";

/**
 * The rows of all nodes in one array: a node owns a stretch of it, and splitting the node orders that stretch so
 * that the rows of the left child come first. Within a child the rows keep their order.
 */
export class RowPartition {
  readonly rows: Int32Array;
  private readonly binned: BinnedMatrix;
  private readonly buffer: Int32Array;

  constructor(binned: BinnedMatrix) {
    this.binned = binned;
    this.rows = consecutive(binned.nRows);
    this.buffer = new Int32Array(binned.nRows);
  }

  /** Orders the stretch start … end − 1. @returns where the right child starts. */
  split(start: number, end: number, { feature, bin }: Split): number {
    const { rows, buffer } = this;
    const { codes, features } = this.binned;
    const nFeatures = features.length;
    let middle = start;
    let nRight = 0;
    // Both are written and one is kept: without a branch, there is none to predict wrongly.
    for (let p = start; p < end; p++) {
      const i = rows[p];
      const goesRight = codes[i * nFeatures + feature] > bin ? 1 : 0;
      rows[middle] = i;
      buffer[nRight] = i;
      middle += 1 - goesRight;
      nRight += goesRight;
    }
    for (let q = 0; q < nRight; q++) rows[middle + q] = buffer[q];
    return middle;
  }
}
