import { kernels } from "../kernels/index.ts";
import type { ClassCriterion } from "./criteria.ts";
import type { NodeSummary, Objective } from "./objective.ts";
import type { RowWeights } from "./row-weights.ts";

/**
 * Targets that are classes. Statistics: the weights n_1 … n_K of the classes' rows, and the number of rows where the weights
 * do not tell it. Value of a node: p_k = n_k / n.
 */
export class ClassObjective implements Objective {
  readonly width: number;
  readonly nOutputs: number;
  readonly rowWeights: RowWeights;
  private readonly y: Int32Array;
  private readonly criterion: ClassCriterion;

  /**
   * @param y codes 0…K−1 of the classes.
   * @param countsRows `rowWeights.mustCountRows(minSamplesLeaf)`.
   */
  constructor(
    y: Int32Array,
    nClasses: number,
    criterion: ClassCriterion,
    rowWeights: RowWeights,
    countsRows = false,
  ) {
    this.width = countsRows ? nClasses + 1 : nClasses;
    this.nOutputs = nClasses;
    this.rowWeights = rowWeights;
    this.y = y;
    this.criterion = criterion;
  }

  summarise(rows: Int32Array, start: number, end: number): NodeSummary {
    const { y, width, nOutputs: K } = this;
    const { weights } = this.rowWeights;
    const statistics = new Float64Array(width);
    for (let p = start; p < end; p++) statistics[y[rows[p]]] += weights[rows[p]];
    if (width > K) statistics[K] = end - start;
    const n = this.weightOf(statistics);
    const value = new Float64Array(K);
    for (let k = 0; k < K; k++) value[k] = statistics[k] / n;
    const isPure = statistics[y[rows[start]]] === n;
    return { statistics, weight: n, impurity: this.criterion.impurity(statistics, K), isPure, value };
  }

  addToHistograms(
    histogram: Float64Array,
    first: Int32Array,
    codes: Uint8Array | Int32Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void {
    const { y: slots, width, nOutputs: K } = this;
    const { weights } = this.rowWeights;
    kernels().addToHistograms({ histogram, first, width, codes, rows, start, end, slots, weights });
    if (width > K) countRows(histogram, first, width, codes, rows, start, end);
  }

  addToHistogram(
    histogram: Float64Array,
    j: number,
    d: number,
    codes: Uint8Array | Int32Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void {
    const { y, width, nOutputs: K } = this;
    const { weights } = this.rowWeights;
    for (let p = start; p < end; p++) {
      const i = rows[p];
      const at = codes[i * d + j] * width;
      histogram[at + y[i]] += weights[i];
      if (width > K) histogram[at + K]++;
    }
  }

  addBelow(
    statistics: Float64Array,
    threshold: number,
    j: number,
    d: number,
    data: Float64Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void {
    const { y, width, nOutputs: K } = this;
    const { weights } = this.rowWeights;
    for (let p = start; p < end; p++) {
      const i = rows[p];
      if (data[i * d + j] > threshold) continue;
      statistics[y[i]] += weights[i];
      if (width > K) statistics[K]++;
    }
  }

  countAt(statistics: Float64Array, at: number): number {
    const { width, nOutputs: K } = this;
    if (width > K) return statistics[at + K];
    let n = 0;
    for (let k = 0; k < K; k++) n += statistics[at + k];
    return n;
  }

  weightOf(statistics: Float64Array): number {
    let n = 0;
    for (let k = 0; k < this.nOutputs; k++) n += statistics[k];
    return n;
  }

  purity(statistics: Float64Array): number {
    return this.criterion.purity(statistics, this.nOutputs);
  }
}

/** Counts every row in the last number of its bins. */
function countRows(
  histogram: Float64Array,
  first: Int32Array,
  width: number,
  codes: Uint8Array | Int32Array,
  rows: Int32Array,
  start: number,
  end: number,
): void {
  const d = first.length;
  for (let p = start; p < end; p++) {
    for (let j = 0; j < d; j++) histogram[first[j] + codes[rows[p] * d + j] * width + width - 1]++;
  }
}
