import { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkOptions } from "../validation/parameters.ts";
import { prepareFeatures, type PreparedFeatures } from "./learn-tree.ts";
import {
  checkThresholdParameters,
  checkTreeParameters,
  THRESHOLD_DEFAULTS,
  TREE_DEFAULTS,
  type ThresholdParameters,
} from "./parameters.ts";
import { TreeClassifier, type TreeClassifierParameters } from "./tree-classifier.ts";

export interface DecisionTreeClassifierParameters extends TreeClassifierParameters, ThresholdParameters {}

const DEFAULTS: DecisionTreeClassifierParameters = {
  ...TREE_DEFAULTS,
  ...THRESHOLD_DEFAULTS,
  criterion: "gini",
  classWeight: null,
};

/**
 * A decision tree for classes (Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", 1984), grown
 * on histograms of binned features (Ke et al., "LightGBM", 2017; scikit-learn's HistGradientBoosting).
 *
 * A leaf answers p_k, the share of class k in the weight of its training rows; `predict` answers the class of the greatest
 * p_k, of equal ones the first. With `splitter: "exact"`, or with at most `maxBins` distinct values a feature, the tree is
 * the one that scikit-learn grows, but for ties between splits: here the lowest feature wins, then the lowest threshold,
 * there a random one.
 *
 * Departures from scikit-learn: `splitter` chooses between "histogram" and "exact", whose name there is "best" (its "random"
 * is `ExtraTreeClassifier` here); values are compared as float64, there as float32, and differ from 0 on, there from 1e-7
 * on; a share of all (1.0) is null in `maxFeatures`. There is no pruning (`ccp_alpha`) and no `monotonic_cst`.
 */
export class DecisionTreeClassifier extends TreeClassifier<DecisionTreeClassifierParameters> {
  readonly name = "DecisionTreeClassifier";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<DecisionTreeClassifierParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Brings back a fitted tree from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): DecisionTreeClassifier {
    const reader = new StateReader("DecisionTreeClassifier", state);
    return new DecisionTreeClassifier(reader.parameters()).read(reader);
  }

  protected checkParameters(parameters: DecisionTreeClassifierParameters): void {
    checkOptions(DEFAULTS, parameters);
    checkTreeParameters(parameters);
    checkThresholdParameters(parameters);
  }

  protected prepare(X: Matrix, seed: number): PreparedFeatures {
    return prepareFeatures(X, this.parameters, seed);
  }
}
