import type { NodeSummary, Objective } from "./objective.ts";
import type { RowWeights } from "./row-weights.ts";

/**
 * Targets that are numbers, and the criterion squared error (Breiman et al., 1984). With row weights s, n = Σ s and
 * ȳ = 1/n Σ s y the mean of a node:
 *
 *     I = 1/n Σ s (y − ȳ)²        φ = (Σ s y)² / n        n I = Σ s y² − φ
 *
 * Statistics: n, Σ s y, and the number of rows where the weights do not tell it. Value of a node: ȳ. The sums are taken
 * over y − (ȳ of the root), which changes no split, but keeps digits where targets are large and close together.
 */
export class MeanObjective implements Objective {
  readonly width: number;
  readonly nOutputs = 1;
  readonly rowWeights: RowWeights;
  private readonly targets: Float64Array;
  private readonly center: number;
  /** The targets less ȳ of the root. */
  private readonly y: Float64Array;

  /** @param countsRows `rowWeights.mustCountRows(minSamplesLeaf)`. */
  constructor(targets: Float64Array, rowWeights: RowWeights, countsRows = false) {
    this.width = countsRows ? 3 : 2;
    this.rowWeights = rowWeights;
    this.targets = targets;
    this.center = meanOf(targets, rowWeights);
    this.y = targets.map((target) => target - this.center);
  }

  summarise(rows: Int32Array, start: number, end: number): NodeSummary {
    const { y, targets } = this;
    const { weights } = this.rowWeights;
    const first = targets[rows[start]];
    let n = 0;
    let sum = 0;
    let isPure = true;
    for (let p = start; p < end; p++) {
      const i = rows[p];
      n += weights[i];
      sum += weights[i] * y[i];
      isPure &&= targets[i] === first;
    }
    const mean = sum / n;
    let squares = 0;
    for (let p = start; p < end; p++) squares += weights[rows[p]] * (y[rows[p]] - mean) ** 2;
    const statistics = new Float64Array(this.width);
    statistics[0] = n;
    statistics[1] = sum;
    if (this.width > 2) statistics[2] = end - start;
    const value = [isPure ? first : this.center + mean];
    return { statistics, weight: n, impurity: isPure ? 0 : squares / n, isPure, value };
  }

  addToHistograms(
    histogram: Float64Array,
    first: Int32Array,
    codes: Uint8Array | Int32Array,
    rows: Int32Array,
    start: number,
    end: number,
  ): void {
    const { y, width } = this;
    const { weights } = this.rowWeights;
    const d = first.length;
    for (let p = start; p < end; p++) {
      const row = rows[p] * d;
      const weight = weights[rows[p]];
      const target = weight * y[rows[p]];
      for (let j = 0; j < d; j++) {
        const at = first[j] + width * codes[row + j];
        histogram[at] += weight;
        histogram[at + 1] += target;
        if (width > 2) histogram[at + 2]++;
      }
    }
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
    const { y, width } = this;
    const { weights } = this.rowWeights;
    for (let p = start; p < end; p++) {
      const i = rows[p];
      const at = width * codes[i * d + j];
      histogram[at] += weights[i];
      histogram[at + 1] += weights[i] * y[i];
      if (width > 2) histogram[at + 2]++;
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
    const { y, width } = this;
    const { weights } = this.rowWeights;
    for (let p = start; p < end; p++) {
      const i = rows[p];
      if (data[i * d + j] > threshold) continue;
      statistics[0] += weights[i];
      statistics[1] += weights[i] * y[i];
      if (width > 2) statistics[2]++;
    }
  }

  countAt(statistics: Float64Array, at: number): number {
    return statistics[this.width > 2 ? at + 2 : at];
  }

  weightOf(statistics: Float64Array): number {
    return statistics[0];
  }

  purity(statistics: Float64Array): number {
    return statistics[0] > 0 ? (statistics[1] * statistics[1]) / statistics[0] : 0;
  }
}

/** Divided before they are summed, so that large targets do not overflow. */
function meanOf(targets: Float64Array, { rows, weights, total }: RowWeights): number {
  let mean = 0;
  for (const i of rows) mean += (weights[i] / total) * targets[i];
  return mean;
}
