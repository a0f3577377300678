import type { GradientModel } from "./gradient-model.ts";
import type { Sequential } from "./layers/index.ts";
import type { Matrix } from "./tensor/matrix.ts";

/** What a model answers: a class, or a number. */
export type Task = "classifier" | "regressor";

/** The name of a class. Numeric labels stay numbers, so that `0` in a CSV comes back as `0`. */
export type Label = string | number;

export interface FitOptions {
  /** Seed of every random choice of this fit; the same seed gives the same model. Default: the estimator's own. */
  seed?: number;
  /** n weights ≥ 0 with a sum of 1e-150 to 1e150: a row of weight 2 counts as two equal rows. Default: all 1. */
  sampleWeight?: ArrayLike<number>;
}

export interface ClassifierFitOptions extends FitOptions {
  /**
   * All classes the model shall know, in order; each reads differently, so not 1 and "1". Default: the sorted labels of `y`. A distributed fit gives the
   * union over the shards, so that a shard without one of the classes still yields columns for all of them.
   */
  classes?: readonly Label[];
}

/** A learner's parameters or learnt state as plain JSON data. */
export type PlainData = { [key: string]: unknown };

/** What fixes the number of a model's parameters. */
export interface ModelShape {
  /** d, the columns of X. */
  nFeatures: number;
  /** The agreed classes, sorted; `null` for a regressor. */
  classes: readonly Label[] | null;
}

/** What classifiers and regressors have in common. The optional parts say which distributed modes a learner can join. */
export interface EstimatorBase {
  /** The class name, e.g. `DecisionTreeClassifier`. */
  readonly name: string;
  /** Whether X may hold NaN, for a missing value. Default: no, NaN is refused. */
  readonly takesMissing?: boolean;
  /** Loads what it needs before `fit` or `gradient`, and checks it; programs wait for it at their start. Default: nothing. */
  ready?(): Promise<void>;
  /** The parameters it was constructed with, defaults filled in. */
  getParams(): PlainData;
  /** What was learnt, as plain JSON data; the class's static `fromState` brings it back. @throws NotFittedError */
  toState(): PlainData;
  /**
   * Parameter server: the model as a function of one flat parameter vector, with its gradient. It depends on the
   * constructor's parameters and the shape alone, so that a master without rows can make it.
   */
  gradient?(shape: ModelShape): GradientModel;
  /**
   * Exact aggregation: becomes the model of all rows, from the states of learners that were fitted on disjoint parts of
   * them (same parameters, same columns, same classes).
   *
   * @param states what `toState` of the parts returned, at least one; merged in their order.
   */
  merge?(states: readonly PlainData[]): this;
  /** Why models with these parameters cannot be merged, a sentence; `null` or left out: they can, if there is `merge`. */
  readonly mergeObstacle?: string | null;
  /** Model parallelism: the neural network that a pipeline cuts into stages (`Sequential.slice`). */
  layers?(shape: ModelShape): Sequential;
}

export interface Classifier extends EstimatorBase {
  readonly task: "classifier";
  /** Sorted; column k of `predictProba` belongs to `classes[k]`. @throws NotFittedError before `fit`. */
  readonly classes: readonly Label[];
  /** @param X n × d. @param y n labels. */
  fit(X: Matrix, y: ArrayLike<Label>, options?: ClassifierFitOptions): this;
  /** Goes on learning from these rows; the first call must know all classes (`options.classes`, or those of `y`). */
  partialFit?(X: Matrix, y: ArrayLike<Label>, options?: ClassifierFitOptions): this;
  /** @returns n labels. */
  predict(X: Matrix): Label[];
  /**
   * @returns n × K probabilities, each row sums to 1. A learner without probabilities (a hinge loss) gives its vote:
   *   1 for the class it predicts, 0 for the others.
   */
  predictProba(X: Matrix): Matrix;
  /** Accuracy, 0…1. */
  score(X: Matrix, y: ArrayLike<Label>): number;
}

export interface Regressor extends EstimatorBase {
  readonly task: "regressor";
  /** @param X n × d. @param y n numbers. */
  fit(X: Matrix, y: ArrayLike<number>, options?: FitOptions): this;
  /** Goes on learning from these rows. */
  partialFit?(X: Matrix, y: ArrayLike<number>, options?: FitOptions): this;
  /** @returns n numbers. */
  predict(X: Matrix): Float64Array;
  /** Coefficient of determination r², at most 1. */
  score(X: Matrix, y: ArrayLike<number>): number;
}

/**
 * A learner in the sense of scikit-learn: the constructor only stores, `fit` checks, learns and returns itself,
 * what was learnt is forgotten by the next `fit`. Any object with this interface can be a weak learner.
 */
export type Estimator = Classifier | Regressor;

/** The class of an estimator: how it is made, and how it comes back from a state. */
export interface EstimatorClass<E extends Estimator = Estimator> {
  readonly name: string;
  new (parameters: never): E;
  /** @throws DataError when the state is not what `toState` of this class returned. */
  fromState(state: PlainData): E;
}
