/** What is to be said of the rows of one node. */
export interface NodeSummary {
  /** The S sufficient statistics of the node's targets. */
  readonly statistics: Float64Array;
  readonly impurity: number;
  /** Whether all targets are equal, so that there is nothing left to split. */
  readonly isPure: boolean;
  /** The node's answer: a probability for each class, or the mean. */
  readonly value: readonly number[];
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
  /** Summarises the rows `rows[start]` … `rows[end − 1]`. */
  summarise(rows: Int32Array, start: number, end: number): NodeSummary;
  /**
   * Adds the rows `rows[start]` … `rows[end − 1]` to the histograms of all d features: for feature j row i counts in
   * bin `codes[i * d + j]`, whose statistics start at `histogram[first[j] + S * bin]`.
   */
  addToHistogram(
    histogram: Float64Array,
    first: Int32Array,
    codes: Uint8Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void;
  /** How many rows the statistics at position `at` stand for. */
  countAt(statistics: Float64Array, at: number): number;
  /** φ of statistics of at least one row. The best split maximises φ(L) + φ(R). */
  purity(statistics: Float64Array): number;
}
