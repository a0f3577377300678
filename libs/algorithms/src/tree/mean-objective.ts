import type { NodeSummary, Objective } from "./objective.ts";

/**
 * Targets that are numbers, and the criterion squared error (Breiman et al., 1984). With ȳ the mean of a node:
 *
 *     I = 1/n Σ (y − ȳ)²        φ = (Σ y)² / n        n I = Σ y² − φ
 *
 * Statistics: (n, Σ y). Value of a node: ȳ. The sums are taken over y − (mean of all targets), which changes no
 * split, but keeps digits where targets are large and close together.
 */
export class MeanObjective implements Objective {
  readonly width = 2;
  readonly nOutputs = 1;
  private readonly targets: Float64Array;
  private readonly center: number;
  /** The targets less their mean. */
  private readonly y: Float64Array;

  constructor(targets: ArrayLike<number>) {
    this.targets = Float64Array.from(targets);
    this.center = this.targets.reduce((sum, target) => sum + target / targets.length, 0);
    this.y = this.targets.map((target) => target - this.center);
  }

  summarise(rows: Int32Array, start: number, end: number): NodeSummary {
    const { y, targets } = this;
    const n = end - start;
    const first = targets[rows[start]];
    let sum = 0;
    let isPure = true;
    for (let p = start; p < end; p++) {
      sum += y[rows[p]];
      isPure &&= targets[rows[p]] === first;
    }
    const mean = sum / n;
    let squares = 0;
    for (let p = start; p < end; p++) squares += (y[rows[p]] - mean) ** 2;
    return {
      statistics: Float64Array.of(n, sum),
      impurity: isPure ? 0 : squares / n,
      isPure,
      value: [isPure ? first : this.center + mean],
    };
  }

  addToHistogram(
    histogram: Float64Array,
    first: Int32Array,
    codes: Uint8Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void {
    const { y } = this;
    const nFeatures = first.length;
    for (let p = start; p < end; p++) {
      const row = rows[p] * nFeatures;
      const target = y[rows[p]];
      for (let j = 0; j < nFeatures; j++) {
        const at = first[j] + 2 * codes[row + j];
        histogram[at]++;
        histogram[at + 1] += target;
      }
    }
  }

  countAt(statistics: Float64Array, at: number): number {
    return statistics[at];
  }

  purity(statistics: Float64Array): number {
    return (statistics[1] * statistics[1]) / statistics[0];
  }
}
