import {
  BaseClassifier,
  classTargets,
  labelsOfLargest,
  StateReader,
  type LearntClassifier,
} from "../base/index.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { accuracy } from "../metrics/classification.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import {
  applyClassWeights,
  CLASS_CRITERIA,
  meanImportances,
  treeFromState,
  treeToState,
  weightsOfClasses,
  type ClassWeight,
} from "../tree/index.ts";
import { checkOptions, chooseByName } from "../validation/parameters.ts";
import { meanAnswers, packForest, type ForestTrees } from "./answers.ts";
import { growForest } from "./grow-forest.ts";
import { readScore, readTrees } from "./forest-state.ts";
import { OutOfBag } from "./out-of-bag.ts";
import { checkForestParameters, FOREST_DEFAULTS, type ForestParameters } from "./parameters.ts";

export interface RandomForestClassifierParameters extends ForestParameters {
  /** The impurity that splits lower; "log_loss" is another name of "entropy". Default: "gini". */
  criterion: keyof typeof CLASS_CRITERIA;
  /**
   * Weights of the classes, which multiply those of the rows: an object of weights by label; "balanced" for n / (K n_k);
   * "balanced_subsample" for the same of each tree's sample. Default: null, all 1.
   */
  classWeight: ClassWeight | "balanced_subsample";
}

const DEFAULTS: RandomForestClassifierParameters = {
  ...FOREST_DEFAULTS,
  maxFeatures: "sqrt",
  criterion: "gini",
  classWeight: null,
};

interface Learnt extends LearntClassifier, ForestTrees {
  readonly oobScore: number | null;
}

/**
 * A random forest for classes (Breiman, "Random forests", Machine Learning 45, 2001): trees on bootstrap samples of the rows,
 * each of whose nodes seeks its split among some features only, drawn anew (`maxFeatures`, default "sqrt"). So the trees
 * differ, and the mean of their probabilities errs less than each:
 *
 *     p(k | x) = 1/T Σ_t p_t(k | x)
 *
 * Departures from scikit-learn: those of `DecisionTreeClassifier` (thresholds lie between bins unless `splitter` is "exact");
 * rows of weight 0 are never drawn, as if they were not there; the out-of-bag score leaves out rows that every tree drew. There
 * is no `warm_start` and no `n_jobs`.
 */
export class RandomForestClassifier extends BaseClassifier<RandomForestClassifierParameters, Learnt> {
  readonly name = "RandomForestClassifier";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<RandomForestClassifierParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /**
   * @param X n × d, finite numbers.
   * @param y n labels.
   * @throws ParameterError, DataError.
   */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    checkOptions(DEFAULTS, this.parameters);
    checkForestParameters({ ...this.parameters, seed });
    const { criterion, classWeight } = this.parameters;
    chooseByName(CLASS_CRITERIA, "criterion", criterion);
    const { classes, codes, weights } = classTargets(X, y, options);
    const nClasses = classes.length;
    const balancesSamples = classWeight === "balanced_subsample";
    const task = {
      X,
      weights: this.weigh(weights, classes, codes),
      targets: { type: "classes", codes, nClasses, criterion, balancesSamples } as const,
    };
    const outOfBag = this.parameters.oobScore ? new OutOfBag(X, nClasses) : null;
    const trees = growForest(task, this.parameters, seed, outOfBag);
    const oobScore = outOfBag && accuracyOutOfBag(outOfBag, classes, codes);
    this.learnt = { nFeatures: X.nColumns, classes, ...packForest(trees, nClasses), oobScore };
    return this;
  }

  predictProba(X: Matrix): Matrix {
    const model = this.modelFor(X);
    const K = model.classes.length;
    return matrix(X.nRows, K, meanAnswers(model, X, K));
  }

  /** d shares that sum to 1: the mean over the trees of how much each feature lowered the impurity. */
  get featureImportances(): Float64Array {
    const { trees, nFeatures } = this.model();
    return meanImportances(trees, nFeatures);
  }

  /**
   * The accuracy of predicting each training row by the trees that did not draw it. null without the parameter `oobScore`,
   * and where every tree drew every row.
   */
  get oobScore(): number | null {
    return this.model().oobScore;
  }

  toState(): PlainData {
    const { classes, nFeatures, trees, oobScore } = this.model();
    const state = { name: this.name, parameters: this.getParams(), classes: [...classes], nFeatures };
    return { ...state, oobScore, trees: trees.map(treeToState) };
  }

  /** Brings back a fitted forest from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): RandomForestClassifier {
    const reader = new StateReader("RandomForestClassifier", state);
    const forest = new RandomForestClassifier(reader.parameters());
    const [nFeatures, classes] = [reader.count("nFeatures"), reader.classes()];
    const trees = readTrees(reader, (tree) => treeFromState(tree, nFeatures, classes.length));
    const oobScore = readScore(reader);
    forest.learnt = { nFeatures, classes, ...packForest(trees, classes.length), oobScore };
    return forest;
  }

  /** The rows' weights times those of their classes. */
  private weigh(
    weights: Float64Array | null,
    classes: readonly Label[],
    codes: Float64Array,
  ): Float64Array | null {
    const { classWeight } = this.parameters;
    if (classWeight === "balanced_subsample") return weights;
    return applyClassWeights(weights, weightsOfClasses(classWeight, classes, codes), codes);
  }
}

function accuracyOutOfBag(outOfBag: OutOfBag, classes: readonly Label[], codes: Float64Array): number | null {
  const { rows, answers } = outOfBag.means();
  if (rows.length === 0) return null;
  const predicted = labelsOfLargest(matrix(rows.length, classes.length, answers), classes);
  return accuracy(
    Array.from(rows, (i) => classes[codes[i]]),
    predicted,
  );
}
