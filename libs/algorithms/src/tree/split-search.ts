import type { FeatureDraw } from "./feature-draw.ts";
import type { GrowingNode } from "./growing-node.ts";
import type { LeafLimits } from "./limits.ts";
import type { Objective } from "./objective.ts";

/** Rows with x_feature ≤ threshold go to the left. */
export interface Split {
  readonly feature: number;
  readonly threshold: number;
  /** Where features are coded: those with a code ≤ bin. */
  readonly bin: number;
  /** φ(L) + φ(R) − φ(node) ≥ 0: by how much the weighted impurity n I falls. */
  readonly decrease: number;
}

/**
 * Finds the best split of a node: among the features that are drawn and the thresholds that are tried, the one with the
 * greatest φ(L) + φ(R) that leaves enough rows and weight on each side. Of equal splits the first that was tried wins.
 */
export abstract class SplitSearch {
  protected readonly objective: Objective;
  /** Statistics on either side of the threshold that is being tried. */
  protected readonly left: Float64Array;
  protected readonly right: Float64Array;
  /** The best so far. */
  protected bestPurity = -Infinity;
  protected bestFeature = -1;
  private readonly draw: FeatureDraw;
  private readonly limits: LeafLimits;
  private readonly hasLimits: boolean;

  constructor(objective: Objective, draw: FeatureDraw, limits: LeafLimits) {
    this.objective = objective;
    this.draw = draw;
    this.limits = limits;
    this.hasLimits = limits.minSamplesLeaf > 1 || limits.minWeightLeaf > 0;
    this.left = new Float64Array(objective.width);
    this.right = new Float64Array(objective.width);
  }

  /**
   * As in scikit-learn drawing goes on until one of the features drawn takes more than one value in the node.
   *
   * @param rows of all nodes.
   * @returns null when no threshold leaves enough rows on both sides.
   */
  find(node: GrowingNode, rows: Int32Array): Split | null {
    const { draw } = this;
    this.bestPurity = -Infinity;
    this.bestFeature = -1;
    let anyVaries = false;
    for (let k = 0; k < draw.nFeatures && (k < draw.maxFeatures || !anyVaries); k++) {
      if (this.tryFeature(draw.draw(k), node, rows)) anyVaries = true;
    }
    if (this.bestFeature < 0) return null;
    return this.splitOf(this.bestPurity - this.objective.purity(node.summary.statistics));
  }

  /**
   * Orders the stretch start … end − 1 of `rows` so that those that go to the left come first; on either side they keep
   * their order.
   *
   * @param buffer as long as `rows`.
   * @returns where the right child starts.
   */
  abstract partition(rows: Int32Array, buffer: Int32Array, start: number, end: number, split: Split): number;

  /** What the search keeps of a node that has been split goes to its children, of which `small` has fewer rows. */
  abstract handDown(node: GrowingNode, small: GrowingNode, large: GrowingNode, rows: Int32Array): void;

  /** Lets go of what the search keeps of a node, unless it is of use when the node is split. */
  abstract keep(node: GrowingNode, willBeSplit: boolean): void;

  /** Tries thresholds of feature j. @returns whether it takes more than one value in the node. */
  protected abstract tryFeature(j: number, node: GrowingNode, rows: Int32Array): boolean;

  /** The best split. */
  protected abstract splitOf(decrease: number): Split;

  /** Whether the split into `left` and `right` is allowed and better than the best; then it is the best. */
  protected isBest(j: number): boolean {
    const { objective, left, right } = this;
    if (this.hasLimits && !(this.isEnough(left) && this.isEnough(right))) return false;
    const purity = objective.purity(left) + objective.purity(right);
    if (!(purity > this.bestPurity)) return false;
    this.bestPurity = purity;
    this.bestFeature = j;
    return true;
  }

  private isEnough(statistics: Float64Array): boolean {
    const { minSamplesLeaf, minWeightLeaf } = this.limits;
    return (
      this.objective.countAt(statistics, 0) >= minSamplesLeaf &&
      this.objective.weightOf(statistics) >= minWeightLeaf
    );
  }
}
