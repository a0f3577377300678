import type { CodedMatrix } from "./coded-matrix.ts";
import type { Objective } from "./objective.ts";

const BITS = 32;

/** Above so many bins for each row, sorting the rows' bins is quicker than looking through a bit for every bin. */
const SPARSE = 512;

/** Below so many items, putting each in its place is quicker than the sort of the language. */
const FEW = 40;

/**
 * Lists in increasing order the bins of a feature that hold rows of a node. Most nodes of a deep tree have few rows,
 * and walking over hundreds of empty bins would be their greatest expense.
 */
export class OccupiedBins {
  /** The list; only as many entries as the last call returned count. */
  readonly list: Int32Array;
  /** Bit b % 32 of word b / 32 says that bin b is occupied. All 0 between the calls. */
  private readonly marks: Int32Array;

  /** @param nBins the most bins that a feature has. */
  constructor(nBins: number) {
    this.list = new Int32Array(nBins);
    this.marks = new Int32Array(Math.ceil(nBins / BITS));
  }

  /** Looks through all bins of a histogram that begins at position `first`. @returns the list's length. */
  amongBins(nBins: number, histogram: Float64Array, first: number, objective: Objective): number {
    const { list } = this;
    const { width } = objective;
    let n = 0;
    for (let bin = 0, at = first; bin < nBins; bin++, at += width) {
      if (objective.countAt(histogram, at) > 0) list[n++] = bin;
    }
    return n;
  }

  /** Looks through the node's rows, `rows[start]` … `rows[end − 1]`. @returns the list's length. */
  amongRows(
    { codes, features }: CodedMatrix,
    j: number,
    rows: Int32Array,
    start: number,
    end: number,
  ): number {
    const nBins = features[j].lower.length;
    const d = features.length;
    if (nBins > SPARSE * (end - start)) return this.sortRows(codes, j, d, rows, start, end);
    const { marks } = this;
    for (let p = start; p < end; p++) {
      const bin = codes[rows[p] * d + j];
      marks[bin >> 5] |= 1 << (bin & 31);
    }
    return this.listMarks(Math.ceil(nBins / BITS));
  }

  /** Also takes the marks away. */
  private listMarks(nWords: number): number {
    const { list, marks } = this;
    let n = 0;
    for (let word = 0; word < nWords; word++) {
      for (let bits = marks[word]; bits !== 0; bits &= bits - 1) {
        // bits & −bits is the lowest set bit alone, and 31 − clz32 its position.
        list[n++] = word * BITS + 31 - Math.clz32(bits & -bits);
      }
      marks[word] = 0;
    }
    return n;
  }

  private sortRows(
    codes: CodedMatrix["codes"],
    j: number,
    d: number,
    rows: Int32Array,
    start: number,
    end: number,
  ): number {
    const { list } = this;
    for (let p = start; p < end; p++) list[p - start] = codes[rows[p] * d + j];
    sortFirst(list, end - start);
    let n = 0;
    for (let q = 0; q < end - start; q++) if (n === 0 || list[q] !== list[n - 1]) list[n++] = list[q];
    return n;
  }
}

function sortFirst(list: Int32Array, n: number): void {
  if (n > FEW) {
    list.subarray(0, n).sort();
    return;
  }
  for (let q = 1; q < n; q++) {
    const bin = list[q];
    let r = q;
    for (; r > 0 && list[r - 1] > bin; r--) list[r] = list[r - 1];
    list[r] = bin;
  }
}
