import { BaseRegressor, numberTargets, type StateReader } from "../base/index.ts";
import type { FitOptions, PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { chooseByName } from "../validation/parameters.ts";
import { exportText, type ExportTextOptions } from "./export-text.ts";
import { fixedDecimals } from "./fixed-decimals.ts";
import { findLeaves } from "./find-leaves.ts";
import { countLeaves, depthOf, type FlatTree } from "./flat-tree.ts";
import { importancesOf } from "./importances.ts";
import { learnTree, meanObjective, type PreparedFeatures } from "./learn-tree.ts";
import type { TreeParameters } from "./parameters.ts";
import { treeFromState, treeToState } from "./tree-state.ts";

/** The criteria for numbers by scikit-learn's names. */
export const MEAN_CRITERIA = { squared_error: meanObjective };

export interface TreeRegressorParameters extends TreeParameters {
  /** The impurity that splits lower. Default, and the only one: "squared_error". */
  criterion: keyof typeof MEAN_CRITERIA;
}

export interface LearntTreeRegressor {
  readonly nFeatures: number;
  readonly tree: FlatTree;
}

/** What regressors that are one tree have in common; they differ in the thresholds that they try. */
export abstract class TreeRegressor<Parameters extends TreeRegressorParameters> extends BaseRegressor<
  Parameters,
  LearntTreeRegressor
> {
  /**
   * @param X n × d, finite numbers.
   * @param y n finite numbers.
   * @throws ParameterError, DataError.
   */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    this.checkParameters({ ...this.parameters, seed });
    const makeObjective = chooseByName(MEAN_CRITERIA, "criterion", this.parameters.criterion);
    const { targets, weights } = numberTargets(X, y, options);
    const features = this.prepare(X, seed);
    const tree = learnTree(features, makeObjective(targets), weights, this.parameters, seed);
    this.learnt = { nFeatures: X.nColumns, tree };
    return this;
  }

  predict(X: Matrix): Float64Array {
    const { tree } = this.modelFor(X);
    const leaves = findLeaves(tree, X);
    const means = new Float64Array(leaves.length);
    for (let i = 0; i < leaves.length; i++) means[i] = tree.value[leaves[i]];
    return means;
  }

  /** The leaf that every row of X ends in, by its number in the tree of `toState`. @returns n numbers. */
  apply(X: Matrix): Int32Array {
    return findLeaves(this.modelFor(X).tree, X);
  }

  /** Leaves of the tree. @throws NotFittedError before `fit`. */
  get nLeaves(): number {
    return countLeaves(this.model().tree);
  }

  /** Depth of the tree; 0 when it is one leaf. @throws NotFittedError before `fit`. */
  get depth(): number {
    return depthOf(this.model().tree);
  }

  /**
   * How much each feature lowered the impurity: d shares that sum to 1, or all 0 for a tree that is one leaf. Features of
   * many values are favoured.
   */
  get featureImportances(): Float64Array {
    const { tree, nFeatures } = this.model();
    return importancesOf(tree, nFeatures);
  }

  /** The tree as text, in the form of scikit-learn's `export_text`. @throws ParameterError, DataError. */
  exportText(options: ExportTextOptions = {}): string {
    const { tree, nFeatures } = this.model();
    const leafText = (leaf: number, decimals: number) =>
      ` value: [${fixedDecimals(tree.value[leaf], decimals)}]`;
    return exportText(tree, nFeatures, leafText, options);
  }

  toState(): PlainData {
    const { nFeatures, tree } = this.model();
    return { name: this.name, parameters: this.getParams(), nFeatures, tree: treeToState(tree) };
  }

  /** Becomes the model of a state. */
  protected read(state: StateReader): this {
    const nFeatures = state.count("nFeatures");
    this.learnt = { nFeatures, tree: treeFromState(state.object("tree"), nFeatures, 1) };
    return this;
  }

  /** @throws ParameterError */
  protected abstract checkParameters(parameters: Parameters): void;

  protected abstract prepare(X: Matrix, seed: number): PreparedFeatures;
}
