import { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkOptions } from "../validation/parameters.ts";
import type { PreparedFeatures } from "./learn-tree.ts";
import { checkTreeParameters, TREE_DEFAULTS } from "./parameters.ts";
import { TreeRegressor, type TreeRegressorParameters } from "./tree-regressor.ts";

export type ExtraTreeRegressorParameters = TreeRegressorParameters;

const DEFAULTS: ExtraTreeRegressorParameters = { ...TREE_DEFAULTS, criterion: "squared_error" };

/**
 * An extremely randomised tree for numbers (Geurts, Ernst & Wehenkel, "Extremely randomized trees", 2006): of every feature
 * that a node draws (`maxFeatures`, default null: all) one threshold is tried, uniform between the least and the greatest
 * value in the node, and the best of these splits is taken. One such tree is a weak learner; bagging makes it a strong one.
 *
 * Otherwise it is a `DecisionTreeRegressor`, without its `splitter` and `maxBins`: nothing is binned.
 */
export class ExtraTreeRegressor extends TreeRegressor<ExtraTreeRegressorParameters> {
  readonly name = "ExtraTreeRegressor";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<ExtraTreeRegressorParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Brings back a fitted tree from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): ExtraTreeRegressor {
    const reader = new StateReader("ExtraTreeRegressor", state);
    return new ExtraTreeRegressor(reader.parameters()).read(reader);
  }

  protected checkParameters(parameters: ExtraTreeRegressorParameters): void {
    checkOptions(DEFAULTS, parameters);
    checkTreeParameters(parameters);
  }

  protected prepare(X: Matrix): PreparedFeatures {
    return { X, coded: null };
  }
}
