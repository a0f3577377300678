import { BaseRegressor, numberTargets, StateReader } from "../base/index.ts";
import type { FitOptions, PlainData } from "../estimator.ts";
import { r2Score } from "../metrics/regression.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { MEAN_CRITERIA, meanImportances, treeFromState, treeToState } from "../tree/index.ts";
import { checkOptions, chooseByName } from "../validation/parameters.ts";
import { meanAnswers, packForest, type ForestTrees } from "./answers.ts";
import { readScore, readTrees } from "./forest-state.ts";
import { growForest } from "./grow-forest.ts";
import { OutOfBag } from "./out-of-bag.ts";
import { checkForestParameters, FOREST_DEFAULTS, type ForestParameters } from "./parameters.ts";

export interface RandomForestRegressorParameters extends ForestParameters {
  /** The impurity that splits lower. Default, and the only one: "squared_error". */
  criterion: keyof typeof MEAN_CRITERIA;
}

const DEFAULTS: RandomForestRegressorParameters = { ...FOREST_DEFAULTS, criterion: "squared_error" };

interface Learnt extends ForestTrees {
  readonly nFeatures: number;
  readonly oobScore: number | null;
}

/**
 * A random forest for numbers (Breiman, "Random forests", Machine Learning 45, 2001): trees on bootstrap samples of the rows,
 * each of whose nodes may seek its split among some features only (`maxFeatures`, default null: all, scikit-learn's 1.0). The
 * mean of their answers errs less than each:
 *
 *     f(x) = 1/T Σ_t f_t(x)
 *
 * Departures from scikit-learn: those of `DecisionTreeRegressor` (thresholds lie between bins unless `splitter` is "exact") and
 * of `RandomForestClassifier`.
 */
export class RandomForestRegressor extends BaseRegressor<RandomForestRegressorParameters, Learnt> {
  readonly name = "RandomForestRegressor";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<RandomForestRegressorParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /**
   * @param X n × d, finite numbers.
   * @param y n finite numbers.
   * @throws ParameterError, DataError.
   */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    checkOptions(DEFAULTS, this.parameters);
    checkForestParameters({ ...this.parameters, seed });
    const { criterion } = this.parameters;
    chooseByName(MEAN_CRITERIA, "criterion", criterion);
    const { targets, weights } = numberTargets(X, y, options);
    const outOfBag = this.parameters.oobScore ? new OutOfBag(X, 1) : null;
    const task = { X, weights, targets: { type: "numbers", values: targets, criterion } as const };
    const trees = growForest(task, this.parameters, seed, outOfBag);
    const oobScore = outOfBag && r2OutOfBag(outOfBag, targets);
    this.learnt = { nFeatures: X.nColumns, ...packForest(trees, 1), oobScore };
    return this;
  }

  predict(X: Matrix): Float64Array {
    return meanAnswers(this.modelFor(X), X, 1);
  }

  /** d shares that sum to 1: the mean over the trees of how much each feature lowered the impurity. */
  get featureImportances(): Float64Array {
    const { trees, nFeatures } = this.model();
    return meanImportances(trees, nFeatures);
  }

  /**
   * r² of predicting each training row by the trees that did not draw it. null without the parameter `oobScore`, and where
   * every tree drew every row.
   */
  get oobScore(): number | null {
    return this.model().oobScore;
  }

  toState(): PlainData {
    const { nFeatures, trees, oobScore } = this.model();
    const state = { name: this.name, parameters: this.getParams(), nFeatures, oobScore };
    return { ...state, trees: trees.map(treeToState) };
  }

  /** Brings back a fitted forest from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): RandomForestRegressor {
    const reader = new StateReader("RandomForestRegressor", state);
    const forest = new RandomForestRegressor(reader.parameters());
    const nFeatures = reader.count("nFeatures");
    const trees = readTrees(reader, (tree) => treeFromState(tree, nFeatures, 1));
    forest.learnt = { nFeatures, ...packForest(trees, 1), oobScore: readScore(reader) };
    return forest;
  }
}

function r2OutOfBag(outOfBag: OutOfBag, targets: Float64Array): number | null {
  const { rows, answers } = outOfBag.means();
  if (rows.length === 0) return null;
  return r2Score(
    Array.from(rows, (i) => targets[i]),
    answers,
  );
}
