import { consecutive } from "../random/sampling.ts";
import type { CodeGroups } from "./code-groups.ts";

/**
 * The rows of all nodes in one array: a node owns a stretch of it, and splitting the node orders that stretch so
 * that the rows of the left child come first. Within a child the rows keep their order.
 */
export class GroupedPartition {
  readonly rows: Int32Array;
  private readonly codes: CodeGroups;
  private readonly inOrder: Int32Array;
  private readonly buffer: Int32Array;

  constructor(codes: CodeGroups) {
    this.codes = codes;
    this.inOrder = consecutive(codes.nRows);
    this.rows = this.inOrder.slice();
    this.buffer = new Int32Array(codes.nRows);
  }

  /** All rows in order, as the root of a new tree has them. */
  reset(): void {
    this.rows.set(this.inOrder);
  }

  /** Orders the stretch start … end − 1. @returns where the right child starts. */
  split(start: number, end: number, feature: number, bin: number): number {
    const { rows, buffer } = this;
    const words = this.codes.words[feature >> 2];
    const shift = 8 * (feature & 3);
    let middle = start;
    let nRight = 0;
    // Both are written and one is kept: without a branch, there is none to predict wrongly.
    for (let p = start; p < end; p++) {
      const i = rows[p];
      // The sign bit of bin − code: 1 where the code is greater.
      const goesRight = (bin - ((words[i] >>> shift) & 255)) >>> 31;
      rows[middle] = i;
      buffer[nRight] = i;
      middle += 1 - goesRight;
      nRight += goesRight;
    }
    for (let q = 0; q < nRight; q++) rows[middle + q] = buffer[q];
    return middle;
  }
}
