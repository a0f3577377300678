import type { RowWeights } from "./row-weights.ts";

/** What is to be said of the rows of one node. */
export interface NodeSummary {
  /** The S sufficient statistics of the node's targets. */
  readonly statistics: Float64Array;
  /** n, the sum of the rows' weights. */
  readonly weight: number;
  readonly impurity: number;
  /** Whether all targets are equal, so that there is nothing left to split. */
  readonly isPure: boolean;
  /** The node's answer: a probability for each class, or the mean. */
  readonly value: ArrayLike<number>;
}

/**
 * The targets of a fit, seen through their sufficient statistics: S numbers that add up over rows and suffice to
 * compute the purity φ of any set of rows. A histogram holds them for every bin: S consecutive numbers a bin.
 */
export interface Objective {
  /** S. */
  readonly width: number;
  /** Numbers in `NodeSummary.value`. */
  readonly nOutputs: number;
  readonly rowWeights: RowWeights;
  /** Summarises the rows `rows[start]` … `rows[end − 1]`. */
  summarise(rows: Int32Array, start: number, end: number): NodeSummary;
  /**
   * Adds the rows `rows[start]` … `rows[end − 1]` to the histograms of all d features: for feature j row i counts in
   * bin `codes[i * d + j]`, whose statistics start at `histogram[first[j] + S * bin]`.
   */
  addToHistograms(
    histogram: Float64Array,
    first: Int32Array,
    codes: Uint8Array | Int32Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void;
  /** Adds the rows to the histogram of feature j of d alone, whose bin 0 is at the beginning of `histogram`. */
  addToHistogram(
    histogram: Float64Array,
    j: number,
    d: number,
    codes: Uint8Array | Int32Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void;
  /** Adds to the S `statistics` those of the rows with `data[i * d + j]` ≤ `threshold`. */
  addBelow(
    statistics: Float64Array,
    threshold: number,
    j: number,
    d: number,
    data: Float64Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void;
  /**
   * How many rows the statistics at position `at` stand for. Where rows need not be counted apart from their weight, it is
   * their weight (see `RowWeights.mustCountRows`).
   */
  countAt(statistics: Float64Array, at: number): number;
  /** The weight of the rows that the statistics stand for. */
  weightOf(statistics: Float64Array): number;
  /** φ of statistics; 0 where they are of no weight. The best split maximises φ(L) + φ(R). */
  purity(statistics: Float64Array): number;
}
