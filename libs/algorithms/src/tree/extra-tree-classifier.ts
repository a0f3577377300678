import { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkOptions } from "../validation/parameters.ts";
import type { PreparedFeatures } from "./learn-tree.ts";
import { checkTreeParameters, TREE_DEFAULTS } from "./parameters.ts";
import { TreeClassifier, type TreeClassifierParameters } from "./tree-classifier.ts";

export type ExtraTreeClassifierParameters = TreeClassifierParameters;

const DEFAULTS: ExtraTreeClassifierParameters = {
  ...TREE_DEFAULTS,
  maxFeatures: "sqrt",
  criterion: "gini",
  classWeight: null,
};

/**
 * An extremely randomised tree for classes (Geurts, Ernst & Wehenkel, "Extremely randomized trees", 2006): of every feature
 * that a node draws (`maxFeatures`, default "sqrt") one threshold is tried, uniform between the least and the greatest
 * value in the node, and the best of these splits is taken, of equally good ones a random one. One such tree is a weak
 * learner; bagging makes it a strong one.
 *
 * Otherwise it is a `DecisionTreeClassifier`, without its `splitter` and `maxBins`: nothing is binned.
 */
export class ExtraTreeClassifier extends TreeClassifier<ExtraTreeClassifierParameters> {
  readonly name = "ExtraTreeClassifier";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<ExtraTreeClassifierParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Brings back a fitted tree from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): ExtraTreeClassifier {
    const reader = new StateReader("ExtraTreeClassifier", state);
    return new ExtraTreeClassifier(reader.parameters()).read(reader);
  }

  protected checkParameters(parameters: ExtraTreeClassifierParameters): void {
    checkOptions(DEFAULTS, parameters);
    checkTreeParameters(parameters);
  }

  protected prepare(X: Matrix): PreparedFeatures {
    return { X, coded: null };
  }
}
