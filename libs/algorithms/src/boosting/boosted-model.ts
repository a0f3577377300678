import { checkLearnt, type StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { PackedForest } from "../tree/index.ts";
import type { BoostedTrees } from "./boost.ts";
import { boostedTreeFromState, boostedTreeToState } from "./boosted-tree.ts";
import { rawScores } from "./raw-scores.ts";

/** Fitted boosted trees, ready to predict. */
export class BoostedModel {
  readonly nFeatures: number;
  private readonly boosted: BoostedTrees;
  private readonly forest: PackedForest;

  /** @throws DataError when a number of the trees is not finite. */
  constructor(boosted: BoostedTrees, nFeatures: number) {
    checkLearnt("boosted model", boosted);
    this.nFeatures = nFeatures;
    this.boosted = boosted;
    this.forest = new PackedForest(boosted.trees, 1, (m) => m % boosted.baseline.length);
  }

  /** Rounds. */
  get nIter(): number {
    return this.boosted.trees.length / this.boosted.baseline.length;
  }

  /** @returns n × K raw scores in row-major order. */
  scores(X: Matrix): Float64Array {
    const raw = rawScores(X.nRows, this.boosted.baseline);
    this.forest.addTo(X, raw, this.boosted.baseline.length);
    return raw;
  }

  toState(): PlainData {
    const { baseline, trees } = this.boosted;
    return {
      nFeatures: this.nFeatures,
      baseline: Array.from(baseline),
      trees: trees.map((tree) => boostedTreeToState(tree)),
    };
  }

  /** @param nOutputs K. @throws DataError when the state is not what `toState` returned. */
  static fromState(state: StateReader, nOutputs: number): BoostedModel {
    const nFeatures = state.count("nFeatures");
    const baseline = state.float64("baseline", nOutputs);
    const trees = state.objects("trees").map((tree) => boostedTreeFromState(tree, nFeatures));
    if (trees.length % nOutputs !== 0) state.refuse(`${nOutputs} trees a round at trees`, trees.length);
    return new BoostedModel({ baseline, trees }, nFeatures);
  }
}
