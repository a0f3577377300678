import { BaseClassifier, classTargets, type LearntClassifier, type StateReader } from "../base/index.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { chooseByName } from "../validation/parameters.ts";
import { applyClassWeights, weightsOfClasses, type ClassWeight } from "./class-weight.ts";
import { CLASS_CRITERIA } from "./criteria.ts";
import { exportText, type ExportTextOptions } from "./export-text.ts";
import { findLeaves } from "./find-leaves.ts";
import { countLeaves, depthOf, type FlatTree } from "./flat-tree.ts";
import { importancesOf } from "./importances.ts";
import { classObjective, learnTree, type PreparedFeatures } from "./learn-tree.ts";
import type { TreeParameters } from "./parameters.ts";
import { treeFromState, treeToState } from "./tree-state.ts";

export interface TreeClassifierParameters extends TreeParameters {
  /** The impurity that splits lower; "log_loss" is another name of "entropy". Default: "gini". */
  criterion: keyof typeof CLASS_CRITERIA;
  /**
   * Weights of the classes, which multiply those of the rows: an object of weights by label, or "balanced" for
   * n / (K n_k). Default: null, all 1.
   */
  classWeight: ClassWeight;
}

export interface LearntTreeClassifier extends LearntClassifier {
  readonly tree: FlatTree;
  /** The code of the most probable class of every node. */
  readonly codes: Int32Array;
}

/** What classifiers that are one tree have in common; they differ in the thresholds that they try. */
export abstract class TreeClassifier<Parameters extends TreeClassifierParameters> extends BaseClassifier<
  Parameters,
  LearntTreeClassifier
> {
  /**
   * @param X n × d, finite numbers.
   * @param y n labels.
   * @throws ParameterError, DataError.
   */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    this.checkParameters({ ...this.parameters, seed });
    const criterion = chooseByName(CLASS_CRITERIA, "criterion", this.parameters.criterion);
    const { classes, codes, weights } = classTargets(X, y, options);
    const ofClass = weightsOfClasses(this.parameters.classWeight, classes, codes);
    const tree = learnTree(
      this.prepare(X, seed),
      classObjective(codes, classes.length, criterion),
      applyClassWeights(weights, ofClass, codes),
      this.parameters,
      seed,
    );
    this.learnt = learntOf(tree, X.nColumns, classes);
    return this;
  }

  override predict(X: Matrix): Label[] {
    const { classes, codes, tree } = this.modelFor(X);
    const leaves = findLeaves(tree, X);
    const labels = new Array<Label>(leaves.length);
    for (let i = 0; i < leaves.length; i++) labels[i] = classes[codes[leaves[i]]];
    return labels;
  }

  predictProba(X: Matrix): Matrix {
    const { classes, tree } = this.modelFor(X);
    const K = classes.length;
    const leaves = findLeaves(tree, X);
    const result = matrix(X.nRows, K);
    for (let i = 0; i < leaves.length; i++) {
      for (let k = 0; k < K; k++) result.data[i * K + k] = tree.value[leaves[i] * K + k];
    }
    return result;
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
    const { tree, nFeatures, codes, classes } = this.model();
    return exportText(tree, nFeatures, (leaf) => ` class: ${classes[codes[leaf]]}`, options);
  }

  toState(): PlainData {
    const { classes, nFeatures, tree } = this.model();
    const [parameters, state] = [this.getParams(), treeToState(tree)];
    return { name: this.name, parameters, classes: [...classes], nFeatures, tree: state };
  }

  /** Becomes the model of a state. */
  protected read(state: StateReader): this {
    const [nFeatures, classes] = [state.count("nFeatures"), state.classes()];
    this.learnt = learntOf(
      treeFromState(state.object("tree"), nFeatures, classes.length),
      nFeatures,
      classes,
    );
    return this;
  }

  /** @throws ParameterError */
  protected abstract checkParameters(parameters: Parameters): void;

  protected abstract prepare(X: Matrix, seed: number): PreparedFeatures;
}

function learntOf(tree: FlatTree, nFeatures: number, classes: readonly Label[]): LearntTreeClassifier {
  return { nFeatures, classes, tree, codes: mostProbable(tree) };
}

/** For every node the code of the class with the greatest share, of equal ones the first. */
function mostProbable({ value, nOutputs: K, feature }: FlatTree): Int32Array {
  return feature.map((_, t) => {
    let best = 0;
    for (let k = 1; k < K; k++) if (value[t * K + k] > value[t * K + best]) best = k;
    return best;
  });
}
