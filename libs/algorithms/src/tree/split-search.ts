import { midpoint } from "./bins.ts";
import type { BinnedMatrix } from "./binned-matrix.ts";
import type { Histograms } from "./histograms.ts";
import type { Objective } from "./objective.ts";
import { OccupiedBins } from "./occupied-bins.ts";

/** Rows with x_feature ≤ threshold, which are those in bins 0 … bin, go to the left. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly threshold: number;
  /** φ(L) + φ(R) − φ(node) ≥ 0: by how much the weighted impurity n I falls. */
  readonly decrease: number;
}

/**
 * Finds the best split of a node: among all features and all thresholds between neighbouring values that occur in the
 * node, the one with the greatest φ(L) + φ(R) that leaves `minSamplesLeaf` rows on each side. Of equal splits
 * the one with the lowest feature wins, then the one with the lowest threshold.
 */
export class SplitSearch {
  private readonly binned: BinnedMatrix;
  private readonly histograms: Histograms;
  private readonly objective: Objective;
  private readonly minSamplesLeaf: number;
  private readonly occupied = new OccupiedBins();
  /** Statistics on either side of the threshold that is being tried. */
  private readonly left: Float64Array;
  private readonly right: Float64Array;
  /** The best so far: φ(L) + φ(R), the feature, and the bins on either side of the threshold. */
  private best = { purity: -Infinity, feature: -1, below: -1, above: -1 };

  constructor(binned: BinnedMatrix, histograms: Histograms, objective: Objective, minSamplesLeaf: number) {
    this.binned = binned;
    this.histograms = histograms;
    this.objective = objective;
    this.minSamplesLeaf = minSamplesLeaf;
    this.left = new Float64Array(objective.width);
    this.right = new Float64Array(objective.width);
  }

  /**
   * @param statistics the node's.
   * @param rows the node's.
   * @returns null when no threshold leaves enough rows on both sides.
   */
  find(histogram: Float64Array, statistics: Float64Array, rows: Int32Array): Split | null {
    this.best = { purity: -Infinity, feature: -1, below: -1, above: -1 };
    for (let j = 0; j < this.binned.features.length; j++) {
      const nOccupied = this.listOccupiedBins(j, histogram, rows);
      if (nOccupied > 1) this.searchFeature(j, nOccupied, histogram, statistics, rows.length);
    }
    const { purity, feature, below, above } = this.best;
    if (feature < 0) return null;
    const { lower, upper } = this.binned.features[feature];
    const decrease = purity - this.objective.purity(statistics);
    return { feature, bin: below, threshold: midpoint(upper[below], lower[above]), decrease };
  }

  private listOccupiedBins(j: number, histogram: Float64Array, rows: Int32Array): number {
    const { objective, occupied } = this;
    const nBins = this.binned.features[j].lower.length;
    if (rows.length < nBins) return occupied.amongRows(this.binned, j, rows);
    const first = this.histograms.positionOf(j);
    return occupied.amongBins(nBins, (bin) => objective.countAt(histogram, first + bin * objective.width));
  }

  /** Walks over the occupied bins from the lowest, moving the rows of each from the right side to the left. */
  private searchFeature(
    j: number,
    nOccupied: number,
    histogram: Float64Array,
    statistics: Float64Array,
    nRows: number,
  ): void {
    const { objective, minSamplesLeaf, left, right, best } = this;
    const { list } = this.occupied;
    const first = this.histograms.positionOf(j);
    left.fill(0);
    let nLeft = 0;
    for (let o = 0; o < nOccupied - 1; o++) {
      const at = first + list[o] * objective.width;
      for (let s = 0; s < left.length; s++) {
        left[s] += histogram[at + s];
        right[s] = statistics[s] - left[s];
      }
      nLeft += objective.countAt(histogram, at);
      if (nLeft < minSamplesLeaf) continue;
      if (nRows - nLeft < minSamplesLeaf) return;
      const purity = objective.purity(left) + objective.purity(right);
      if (purity > best.purity) {
        best.purity = purity;
        best.feature = j;
        best.below = list[o];
        best.above = list[o + 1];
      }
    }
  }
}
