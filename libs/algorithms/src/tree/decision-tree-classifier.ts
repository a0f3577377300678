import { encodeLabels } from "../encoding/encode-labels.ts";
import { sortedClasses } from "../encoding/classes.ts";
import { NotFittedError } from "../errors.ts";
import type { Classifier, ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { accuracy } from "../metrics/classification.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkWidth } from "../validation/data.ts";
import { chooseByName } from "../validation/parameters.ts";
import { ClassObjective } from "./class-objective.ts";
import { CLASS_CRITERIA } from "./criteria.ts";
import { countLeaves, depthOf, findLeaves, valueOf, type FlatTree } from "./flat-tree.ts";
import { checkTrainingData, learnTree } from "./learn-tree.ts";
import { checkTreeParameters, TREE_DEFAULTS, type TreeParameters } from "./parameters.ts";
import { refuseState, treeFromState, treeToState } from "./tree-state.ts";

export interface DecisionTreeClassifierParameters extends TreeParameters {
  /** The impurity that splits lower. Default: "gini". */
  criterion: keyof typeof CLASS_CRITERIA;
}

interface Learnt {
  readonly classes: readonly Label[];
  readonly nFeatures: number;
  readonly tree: FlatTree;
}

/**
 * A decision tree for classes (Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", 1984), grown
 * on histograms of binned features (Ke et al., "LightGBM", 2017; scikit-learn's HistGradientBoosting).
 *
 * A leaf answers p_k, the share of class k among its training rows; `predict` answers the class of the greatest p_k, of
 * equal ones the first. With at most `maxBins` distinct values a feature the tree is the one that scikit-learn
 * grows, but for ties between splits: here the lowest feature wins, then the lowest threshold.
 */
export class DecisionTreeClassifier implements Classifier {
  readonly name = "DecisionTreeClassifier";
  readonly task = "classifier";
  private readonly parameters: DecisionTreeClassifierParameters;
  private learnt: Learnt | null = null;

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<DecisionTreeClassifierParameters> = {}) {
    this.parameters = { ...TREE_DEFAULTS, criterion: "gini", ...parameters };
  }

  /** Learns from X (n × d, finite numbers) and n labels. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    checkTreeParameters({ ...this.parameters, seed });
    const criterion = chooseByName(CLASS_CRITERIA, "criterion", this.parameters.criterion);
    checkTrainingData(X, y);
    const classes = options.classes ?? sortedClasses(y);
    const codes = Int32Array.from(encodeLabels(y, classes));
    const tree = learnTree(X, new ClassObjective(codes, classes.length, criterion), this.parameters, seed);
    this.learnt = { classes: [...classes], nFeatures: X.nColumns, tree };
    return this;
  }

  predict(X: Matrix): Label[] {
    const { classes, tree } = this.model();
    const leaves = this.leavesOf(X);
    const labels: Label[] = [];
    for (let i = 0; i < leaves.length; i++) labels.push(classes[mostProbable(tree, leaves[i])]);
    return labels;
  }

  predictProba(X: Matrix): Matrix {
    const { classes, tree } = this.model();
    const result = matrix(X.nRows, classes.length);
    this.leavesOf(X).forEach((leaf, i) => result.data.set(valueOf(tree, leaf), i * classes.length));
    return result;
  }

  score(X: Matrix, y: ArrayLike<Label>): number {
    return accuracy(y, this.predict(X));
  }

  get classes(): readonly Label[] {
    return this.model().classes;
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
    const { classes, nFeatures, tree } = this.model();
    return {
      name: this.name,
      parameters: this.getParams(),
      classes: [...classes],
      nFeatures,
      tree: treeToState(tree),
    };
  }

  /** Brings back a fitted tree from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): DecisionTreeClassifier {
    const { parameters, classes, nFeatures, tree } = state;
    if (!Array.isArray(classes)) return refuseState("a list of classes", classes);
    if (typeof nFeatures !== "number") return refuseState("the number nFeatures", nFeatures);
    const result = new DecisionTreeClassifier(parameters ?? {});
    result.learnt = { classes, nFeatures, tree: treeFromState(tree, nFeatures, classes.length) };
    return result;
  }

  private leavesOf(X: Matrix): Int32Array {
    const { nFeatures, tree } = this.model();
    checkWidth(X, nFeatures);
    checkFinite(X);
    return findLeaves(tree, X);
  }

  private model(): Learnt {
    if (this.learnt === null) throw new NotFittedError(this.name);
    return this.learnt;
  }
}

/** The code of the class with the greatest share of the leaf, of equal ones the first. */
function mostProbable({ value, nOutputs }: FlatTree, leaf: number): number {
  const first = leaf * nOutputs;
  let best = 0;
  for (let k = 1; k < nOutputs; k++) if (value[first + k] > value[first + best]) best = k;
  return best;
}
