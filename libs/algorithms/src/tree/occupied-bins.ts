import type { BinnedMatrix } from "./binned-matrix.ts";

const MAX_BINS = 256;
const BITS = 32;

/**
 * Lists in increasing order the bins of a feature that hold rows of a node. Most nodes of a deep tree have few rows,
 * and walking over hundreds of empty bins would be their greatest expense.
 */
export class OccupiedBins {
  /** The list; only as many entries as the last call returned count. */
  readonly list = new Uint8Array(MAX_BINS);
  /** Bit b % 32 of word b / 32 says that bin b is occupied. */
  private readonly marks = new Int32Array(MAX_BINS / BITS);

  /** Looks through all bins of the feature. @param countOf how many rows bin b holds. @returns the list's length. */
  amongBins(nBins: number, countOf: (bin: number) => number): number {
    let n = 0;
    for (let bin = 0; bin < nBins; bin++) if (countOf(bin) > 0) this.list[n++] = bin;
    return n;
  }

  /** Looks through the node's rows, which is quicker where they are few. @returns the list's length. */
  amongRows({ codes, features }: BinnedMatrix, feature: number, rows: Int32Array): number {
    const { marks } = this;
    marks.fill(0);
    for (let p = 0; p < rows.length; p++) {
      const bin = codes[rows[p] * features.length + feature];
      marks[bin >> 5] |= 1 << (bin & 31);
    }
    return this.listMarks();
  }

  private listMarks(): number {
    let n = 0;
    for (let word = 0; word < this.marks.length; word++) {
      for (let bits = this.marks[word]; bits !== 0; bits &= bits - 1) {
        // bits & −bits is the lowest set bit alone, and 31 − clz32 its position.
        this.list[n++] = word * BITS + 31 - Math.clz32(bits & -bits);
      }
    }
    return n;
  }
}
