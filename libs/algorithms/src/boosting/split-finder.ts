import type { Bins } from "../tree/bins.ts";
import { BIN_WIDTH, FEATURE_WIDTH } from "./gradient-counting.ts";

/** Each child of a split has at least this sum of hessians: below it a Newton step is not to be trusted. */
export const MIN_HESSIAN = 1e-3;

/**
 * A gain below so much of S(node) may be rounding alone, as it is in a node whose rows all have the same derivatives.
 * It counts as none.
 */
const ROUNDING = 1e-12;

/** Keeps a denominator from being 0. */
const TINY = 1e-15;

/** What a node's rows sum to. */
export interface GradientSums {
  /** Rows. */
  readonly n: number;
  /** G, the sum of their gradients. */
  readonly G: number;
  /** H, the sum of their hessians. */
  readonly H: number;
}

/** Rows in bins 0 … bin of the feature go to the left. */
export interface GradientSplit {
  readonly feature: number;
  readonly bin: number;
  /** By how much twice the loss falls, to second order. */
  readonly gain: number;
  readonly left: GradientSums;
  readonly right: GradientSums;
}

/**
 * A leaf that adds the constant v to its rows changes the loss by G v + ½ (H + λ) v², to second order and with the
 * penalty ½ λ v². The best is Newton's step (Chen & Guestrin, "XGBoost", 2016, equations 5 – 7)
 *
 *     v = −G / (H + λ)        which lowers twice the loss by        S = G² / (H + λ)
 *
 * So the gain of a split is S(L) + S(R) − S(node). The root is an exception: without a split it adds nothing, and its
 * own term is 0.
 */
export class SplitFinder {
  private readonly nBins: Int32Array;
  private readonly minSamplesLeaf: number;
  private readonly lambda: number;
  /** Where the hessian is found in a bin: the number of rows stands for it where it is 1. */
  private hessianAt = 1;
  /** Where the best split so far is. */
  private feature = -1;
  private bin = -1;
  /** Its S(L) + S(R), and n, G and H to its left; in an array because a property would box every number. */
  private readonly best = new Float64Array(4);

  constructor(features: readonly Bins[], minSamplesLeaf: number, l2Regularization: number) {
    this.nBins = Int32Array.from(features, ({ lower }) => lower.length);
    this.minSamplesLeaf = minSamplesLeaf;
    this.lambda = l2Regularization + TINY;
  }

  /** v, the answer of a leaf. */
  step({ G, H }: GradientSums): number {
    return -G / (H + this.lambda);
  }

  /**
   * The split of the greatest gain, of equal ones that of the lowest feature and threshold.
   *
   * @param hasHessians whether the histogram has them; if not they are 1.
   * @returns null when no split gains anything and leaves `minSamplesLeaf` rows and enough curvature on each side.
   */
  find(bins: Float64Array, node: GradientSums, isRoot: boolean, hasHessians: boolean): GradientSplit | null {
    const own = isRoot ? 0 : -this.step(node) * node.G;
    this.hessianAt = hasHessians ? 1 : 2;
    this.best[0] = own * (1 + ROUNDING);
    this.feature = -1;
    for (let j = 0; j < this.nBins.length; j++) this.searchFeature(j, bins, node);
    const { feature, bin } = this;
    if (feature < 0) return null;
    const [score, n, G, H] = this.best;
    const left = { n, G, H };
    const right = { n: node.n - left.n, G: node.G - left.G, H: node.H - left.H };
    return { feature, bin, gain: score - own, left, right };
  }

  /** Walks over the thresholds from the lowest, moving the rows of each bin from the right side to the left. */
  private searchFeature(j: number, bins: Float64Array, { n, G, H }: GradientSums): void {
    const { minSamplesLeaf, lambda, hessianAt, best } = this;
    const minHessian = MIN_HESSIAN;
    const first = j * FEATURE_WIDTH;
    const end = first + (this.nBins[j] - 1) * BIN_WIDTH;
    let nLeft = 0;
    let gLeft = 0;
    let hLeft = 0;
    for (let at = first; at < end; at += 3) {
      const inBin = bins[at + 2];
      if (inBin === 0) continue;
      nLeft += inBin;
      gLeft += bins[at];
      hLeft += bins[at + hessianAt];
      if (nLeft < minSamplesLeaf || hLeft < minHessian) continue;
      const hRight = H - hLeft;
      if (n - nLeft < minSamplesLeaf || hRight < minHessian) return;
      // S(L) + S(R) = (gLeft² b + gRight² a) / (a b): compared without the division, which is the slowest step.
      const gRight = G - gLeft;
      const a = hLeft + lambda;
      const b = hRight + lambda;
      const numerator = gLeft * gLeft * b + gRight * gRight * a;
      if (numerator <= best[0] * (a * b)) continue;
      best[0] = numerator / (a * b);
      best[1] = nLeft;
      best[2] = gLeft;
      best[3] = hLeft;
      this.feature = j;
      this.bin = (at - first) / BIN_WIDTH;
    }
  }
}
