import type { ClassCriterion } from "./criteria.ts";
import type { NodeSummary, Objective } from "./objective.ts";

/** Targets that are classes. Statistics: the counts n_1 … n_K. Value of a node: p_k = n_k / n. */
export class ClassObjective implements Objective {
  readonly width: number;
  readonly nOutputs: number;
  private readonly y: Int32Array;
  private readonly criterion: ClassCriterion;

  /** @param y codes 0…K−1 of the classes. */
  constructor(y: Int32Array, nClasses: number, criterion: ClassCriterion) {
    this.width = nClasses;
    this.nOutputs = nClasses;
    this.y = y;
    this.criterion = criterion;
  }

  summarise(rows: Int32Array, start: number, end: number): NodeSummary {
    const counts = new Float64Array(this.width);
    for (let p = start; p < end; p++) counts[this.y[rows[p]]]++;
    const n = end - start;
    const value: number[] = [];
    for (let k = 0; k < counts.length; k++) value.push(counts[k] / n);
    const isPure = counts[this.y[rows[start]]] === n;
    return { statistics: counts, impurity: this.criterion.impurity(counts), isPure, value };
  }

  addToHistogram(
    histogram: Float64Array,
    first: Int32Array,
    codes: Uint8Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void {
    const { y, width } = this;
    const nFeatures = first.length;
    for (let p = start; p < end; p++) {
      const row = rows[p] * nFeatures;
      const target = y[rows[p]];
      for (let j = 0; j < nFeatures; j++) histogram[first[j] + codes[row + j] * width + target]++;
    }
  }

  countAt(statistics: Float64Array, at: number): number {
    let n = 0;
    for (let k = 0; k < this.width; k++) n += statistics[at + k];
    return n;
  }

  purity(counts: Float64Array): number {
    return this.criterion.purity(counts);
  }
}
