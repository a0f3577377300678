import type { Random } from "../random/random.ts";
import { consecutive } from "../random/sampling.ts";

/**
 * Says which features a node's split is sought among: `maxFeatures` of them, drawn anew for every node without
 * replacement (Breiman, "Random forests", 2001); or all, in their order or at random. The order decides which of
 * equally good splits is taken: the first that is tried.
 */
export class FeatureDraw {
  readonly nFeatures: number;
  readonly maxFeatures: number;
  private readonly isShuffled: boolean;
  private readonly random: Random;
  /** A permutation of the features; the draws of a node go on shuffling it. */
  private readonly order: Int32Array;

  /**
   * @param maxFeatures 1 … nFeatures.
   * @param orderOfAll the order of the features where all of them are drawn; fewer are always drawn at random.
   */
  constructor(
    nFeatures: number,
    maxFeatures: number,
    random: Random,
    orderOfAll: "ascending" | "random" = "ascending",
  ) {
    this.nFeatures = nFeatures;
    this.maxFeatures = maxFeatures;
    this.isShuffled = !this.isAll || orderOfAll === "random";
    this.random = random;
    this.order = consecutive(nFeatures);
  }

  /** Whether every node tries all features. */
  get isAll(): boolean {
    return this.maxFeatures >= this.nFeatures;
  }

  /** The k-th feature of the node at hand, k = 0, 1, … in turn: a step of the shuffle of Fisher & Yates. */
  draw(k: number): number {
    if (!this.isShuffled) return k;
    const { order } = this;
    const at = k + this.random.integer(this.nFeatures - k);
    const feature = order[at];
    order[at] = order[k];
    order[k] = feature;
    return feature;
  }
}
