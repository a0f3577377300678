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
import { TreeRegressor, type TreeRegressorParameters } from "./tree-regressor.ts";

export interface DecisionTreeRegressorParameters extends TreeRegressorParameters, ThresholdParameters {}

const DEFAULTS: DecisionTreeRegressorParameters = {
  ...TREE_DEFAULTS,
  ...THRESHOLD_DEFAULTS,
  criterion: "squared_error",
};

/**
 * A decision tree for numbers (Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", 1984), grown
 * on histograms of binned features (Ke et al., "LightGBM", 2017; scikit-learn's HistGradientBoosting).
 *
 * A leaf answers ȳ, the weighted mean of its training targets. With `splitter: "exact"`, or with at most `maxBins` distinct
 * values a feature, the tree is the one that scikit-learn grows, but for ties between splits: here the lowest feature wins,
 * then the lowest threshold, there a random one.
 *
 * Departures from scikit-learn: those of `DecisionTreeClassifier`; of its criteria only "squared_error"; and a node is split
 * until its targets are equal, there until their variance is below 2.2e-16, so that there targets in tiny units make one leaf.
 */
export class DecisionTreeRegressor extends TreeRegressor<DecisionTreeRegressorParameters> {
  readonly name = "DecisionTreeRegressor";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<DecisionTreeRegressorParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Brings back a fitted tree from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): DecisionTreeRegressor {
    const reader = new StateReader("DecisionTreeRegressor", state);
    return new DecisionTreeRegressor(reader.parameters()).read(reader);
  }

  protected checkParameters(parameters: DecisionTreeRegressorParameters): void {
    checkOptions(DEFAULTS, parameters);
    checkTreeParameters(parameters);
    checkThresholdParameters(parameters);
  }

  protected prepare(X: Matrix, seed: number): PreparedFeatures {
    return prepareFeatures(X, this.parameters, seed);
  }
}
