import { NotFittedError } from "../errors.ts";
import type { FitOptions, PlainData, Regressor } from "../estimator.ts";
import { r2Score } from "../metrics/regression.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkFiniteTargets, checkWidth } from "../validation/data.ts";
import { chooseByName } from "../validation/parameters.ts";
import { countLeaves, depthOf, findLeaves, type FlatTree } from "./flat-tree.ts";
import { checkTrainingData, learnTree } from "./learn-tree.ts";
import { MeanObjective } from "./mean-objective.ts";
import { checkTreeParameters, TREE_DEFAULTS, type TreeParameters } from "./parameters.ts";
import { refuseState, treeFromState, treeToState } from "./tree-state.ts";

const CRITERIA = { squared_error: MeanObjective };

export interface DecisionTreeRegressorParameters extends TreeParameters {
  /** The impurity that splits lower. Default, and so far the only one: "squared_error". */
  criterion: keyof typeof CRITERIA;
}

interface Learnt {
  readonly nFeatures: number;
  readonly tree: FlatTree;
}

/**
 * A decision tree for numbers (Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", 1984), grown
 * on histograms of binned features (Ke et al., "LightGBM", 2017; scikit-learn's HistGradientBoosting).
 *
 * A leaf answers ȳ, the mean of its training targets. With at most `maxBins` distinct values a feature the tree is
 * the one that scikit-learn grows, but for ties between splits: here the lowest feature wins, then the lowest
 * threshold.
 */
export class DecisionTreeRegressor implements Regressor {
  readonly name = "DecisionTreeRegressor";
  readonly task = "regressor";
  private readonly parameters: DecisionTreeRegressorParameters;
  private learnt: Learnt | null = null;

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<DecisionTreeRegressorParameters> = {}) {
    this.parameters = { ...TREE_DEFAULTS, criterion: "squared_error", ...parameters };
  }

  /** Learns from X (n × d, finite numbers) and n finite targets. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    checkTreeParameters({ ...this.parameters, seed });
    const Objective = chooseByName(CRITERIA, "criterion", this.parameters.criterion);
    checkTrainingData(X, y);
    checkFiniteTargets(y);
    const tree = learnTree(X, new Objective(y), this.parameters, seed);
    this.learnt = { nFeatures: X.nColumns, tree };
    return this;
  }

  predict(X: Matrix): Float64Array {
    const { nFeatures, tree } = this.model();
    checkWidth(X, nFeatures);
    checkFinite(X);
    const leaves = findLeaves(tree, X);
    return new Float64Array(X.nRows).map((_, i) => tree.value[leaves[i]]);
  }

  score(X: Matrix, y: ArrayLike<number>): number {
    return r2Score(y, this.predict(X));
  }

  /** Leaves of the tree. @throws NotFittedError before `fit`. */
  get nLeaves(): number {
    return countLeaves(this.model().tree);
  }

  /** Depth of the tree; 0 when it is one leaf. @throws NotFittedError before `fit`. */
  get depth(): number {
    return depthOf(this.model().tree);
  }

  getParams(): PlainData {
    return { ...this.parameters };
  }

  toState(): PlainData {
    const { nFeatures, tree } = this.model();
    return { name: this.name, parameters: this.getParams(), nFeatures, tree: treeToState(tree) };
  }

  /** Brings back a fitted tree from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): DecisionTreeRegressor {
    const { parameters, nFeatures, tree } = state;
    if (typeof nFeatures !== "number") return refuseState("the number nFeatures", nFeatures);
    const result = new DecisionTreeRegressor(parameters ?? {});
    result.learnt = { nFeatures, tree: treeFromState(tree, nFeatures, 1) };
    return result;
  }

  private model(): Learnt {
    if (this.learnt === null) throw new NotFittedError(this.name);
    return this.learnt;
  }
}
