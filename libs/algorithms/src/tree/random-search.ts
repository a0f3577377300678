import type { Random } from "../random/random.ts";
import type { Matrix } from "../tensor/matrix.ts";
import type { FeatureDraw } from "./feature-draw.ts";
import type { GrowingNode } from "./growing-node.ts";
import type { LeafLimits } from "./limits.ts";
import type { Objective } from "./objective.ts";
import { SplitSearch, type Split } from "./split-search.ts";

/**
 * Tries one threshold for each feature, drawn uniformly between the least and the greatest value in the node (Geurts, Ernst
 * & Wehenkel, "Extremely randomized trees", 2006).
 */
export class RandomSearch extends SplitSearch {
  private readonly X: Matrix;
  private readonly random: Random;
  private bestThreshold = 0;

  constructor(X: Matrix, objective: Objective, draw: FeatureDraw, limits: LeafLimits, random: Random) {
    super(objective, draw, limits);
    this.X = X;
    this.random = random;
  }

  partition(
    rows: Int32Array,
    buffer: Int32Array,
    start: number,
    end: number,
    { feature, threshold }: Split,
  ): number {
    const { data, nColumns } = this.X;
    let middle = start;
    let nRight = 0;
    for (let p = start; p < end; p++) {
      const i = rows[p];
      const goesRight = data[i * nColumns + feature] > threshold ? 1 : 0;
      rows[middle] = i;
      buffer[nRight] = i;
      middle += 1 - goesRight;
      nRight += goesRight;
    }
    for (let q = 0; q < nRight; q++) rows[middle + q] = buffer[q];
    return middle;
  }

  /** There is nothing to hand down: a node keeps nothing. */
  handDown(): void {}

  keep(): void {}

  protected tryFeature(j: number, { start, end, summary }: GrowingNode, rows: Int32Array): boolean {
    const { objective, left, right } = this;
    const { data, nColumns } = this.X;
    let least = Infinity;
    let greatest = -Infinity;
    for (let p = start; p < end; p++) {
      const x = data[rows[p] * nColumns + j];
      if (x < least) least = x;
      if (x > greatest) greatest = x;
    }
    if (least === greatest) return false;
    const threshold = between(least, greatest, this.random.next());
    left.fill(0);
    objective.addBelow(left, threshold, j, nColumns, data, rows, start, end);
    for (let s = 0; s < left.length; s++) right[s] = summary.statistics[s] - left[s];
    if (this.isBest(j)) this.bestThreshold = threshold;
    return true;
  }

  protected splitOf(decrease: number): Split {
    return { feature: this.bestFeature, bin: -1, threshold: this.bestThreshold, decrease };
  }
}

/** A number t with least ≤ t < greatest at the share u of the way, also where the way is longer than any number. */
function between(least: number, greatest: number, u: number): number {
  const t = (1 - u) * least + u * greatest;
  return t >= least && t < greatest ? t : least;
}
