import type { StateReader } from "../base/index.ts";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";
import type { PlainData } from "../estimator.ts";

/** What a neighbours model keeps: the rows themselves. */
export interface TrainingRows {
  /** A copy. */
  readonly X: Matrix;
  /** n codes of classes, or n targets. */
  readonly y: Float64Array;
  /** n weights > 0, or `null` for ones. */
  readonly weights: Float64Array | null;
}

/** The rows that count: those of weight 0 are left out, so that they take no place among the neighbours. */
export function keepRows(X: Matrix, y: Float64Array, weights: Float64Array | null): TrainingRows {
  if (weights === null) return { X: matrix(X.nRows, X.nColumns, X.data.slice()), y, weights };
  const kept: number[] = [];
  weights.forEach((weight, i) => {
    if (weight > 0) kept.push(i);
  });
  return {
    X: takeRows(X, kept),
    y: Float64Array.from(kept, (i) => y[i]),
    weights: Float64Array.from(kept, (i) => weights[i]),
  };
}

/** The rows as plain JSON data. */
export function rowsToState({ X, y, weights }: TrainingRows): PlainData {
  return { X: Array.from(X.data), y: Array.from(y), rowWeights: weights && Array.from(weights) };
}

/** What `rowsToState` wrote. @throws DataError when it is not of that form. */
export function rowsFromState(state: StateReader, nFeatures: number): TrainingRows {
  const y = state.float64("y");
  if (y.length === 0) state.refuse("at least one row at y", []);
  const hasWeights = state.plain().rowWeights !== null;
  const weights = hasWeights ? state.float64("rowWeights", y.length) : null;
  if (!(weights ?? y).every((weight) => weights === null || weight > 0)) {
    state.refuse("weights > 0 at rowWeights", Array.from(weights ?? []));
  }
  return { X: matrix(y.length, nFeatures, state.float64("X", y.length * nFeatures)), y, weights };
}
