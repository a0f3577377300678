import type { Matrix } from "./tensor/matrix.ts";

/** What a model answers: a class, or a number. */
export type Task = "classifier" | "regressor";

/** The name of a class. Numeric labels stay numbers, so that `0` in a CSV comes back as `0`. */
export type Label = string | number;

export interface FitOptions {
  /** Seed of every random choice of this fit; the same seed gives the same model. Default: the estimator's own. */
  seed?: number;
}

export interface ClassifierFitOptions extends FitOptions {
  /**
   * All classes the model shall know, in order. Default: the sorted labels of `y`. A distributed fit gives the
   * union over the shards, so that a shard without one of the classes still yields columns for all of them.
   */
  classes?: readonly Label[];
}

/** A learner's parameters or learnt state as plain JSON data. */
export type PlainData = { [key: string]: unknown };

interface EstimatorBase {
  /** The class name, e.g. `DecisionTreeClassifier`. */
  readonly name: string;
  /** The parameters it was constructed with, defaults filled in. */
  getParams(): PlainData;
  /** What was learnt, as plain JSON data; the class's static `fromState` brings it back. */
  toState(): PlainData;
}

export interface Classifier extends EstimatorBase {
  readonly task: "classifier";
  /** Sorted; column k of `predictProba` belongs to `classes[k]`. @throws NotFittedError before `fit`. */
  readonly classes: readonly Label[];
  /** @param X n × d. @param y n labels. */
  fit(X: Matrix, y: ArrayLike<Label>, options?: ClassifierFitOptions): this;
  /** @returns n labels. */
  predict(X: Matrix): Label[];
  /** @returns n × K probabilities, each row sums to 1. */
  predictProba(X: Matrix): Matrix;
  /** Accuracy, 0…1. */
  score(X: Matrix, y: ArrayLike<Label>): number;
}

export interface Regressor extends EstimatorBase {
  readonly task: "regressor";
  /** @param X n × d. @param y n numbers. */
  fit(X: Matrix, y: ArrayLike<number>, options?: FitOptions): this;
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
