import type { PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";

export interface TransformerFitOptions {
  /** n weights ≥ 0 with a sum of 1e-150 to 1e150: a row of weight 2 counts as two equal rows, one of weight 0 as none. Default: all 1. */
  sampleWeight?: ArrayLike<number>;
}

/**
 * Turns rows into rows that an estimator learns from more easily, by what it learnt of the training rows; in the sense
 * of scikit-learn: the constructor only stores, `fit` checks, learns and returns itself, and forgets the fit before.
 */
export interface Transformer {
  /** The class name, e.g. `StandardScaler`. */
  readonly name: string;
  /** Whether X may hold NaN, for a missing value. Default: no, NaN is refused. */
  readonly takesMissing?: boolean;
  /** Columns of what `transform` returns. @throws NotFittedError before `fit`. */
  readonly nFeaturesOut: number;
  /** @param X n × d, n ≥ 1. @throws ParameterError, DataError; then what was learnt before stays. */
  fit(X: Matrix, options?: TransformerFitOptions): this;
  /** Goes on learning: afterwards it knows the rows of all calls since `fit`. Exact. */
  partialFit?(X: Matrix, options?: TransformerFitOptions): this;
  /** @param X n × d. @returns a new n × nFeaturesOut matrix. @throws NotFittedError, DataError. */
  transform(X: Matrix): Matrix;
  /** The rows that `transform` maps to these. @param Z n × nFeaturesOut. @returns a new n × d matrix. */
  inverseTransform?(Z: Matrix): Matrix;
  /** The parameters it was constructed with, defaults filled in, as plain JSON data. */
  getParams(): PlainData;
  /** What was learnt, as plain JSON data; the class's static `fromState` brings it back. @throws NotFittedError */
  toState(): PlainData;
  /**
   * Becomes the transformer of all rows, exactly, from the states of transformers that were fitted on disjoint parts
   * of them, with the same parameters and columns: states hold sufficient statistics.
   *
   * @param states at least one; merged in their order. @throws ParameterError where `mergeObstacle` is not null.
   */
  merge?(states: readonly PlainData[]): this;
  /** Why `merge` would refuse with these parameters, a sentence; `null` where it would not. Default: null. */
  readonly mergeObstacle?: string | null;
}

/** The class of a transformer: how it is made, and how it comes back from a state. */
export interface TransformerClass<T extends Transformer = Transformer> {
  readonly name: string;
  new (parameters?: never): T;
  /** @throws DataError when the state is not what `toState` of this class returned. */
  fromState(state: PlainData): T;
}
