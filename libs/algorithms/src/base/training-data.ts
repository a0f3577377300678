import { sortedClasses } from "../encoding/classes.ts";
import { encodeLabels } from "../encoding/encode-labels.ts";
import { DataError } from "../errors.ts";
import type { ClassifierFitOptions, FitOptions, Label } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import {
  checkEqualLengths,
  checkFinite,
  checkFiniteTargets,
  checkNotEmpty,
  checkSameLength,
} from "../validation/data.ts";

export interface ClassTargets {
  /** K classes: those given, or the sorted labels of y. */
  readonly classes: readonly Label[];
  /** n codes 0…K−1. */
  readonly codes: Float64Array;
  /** n weights, or `null` where all rows count alike. */
  readonly weights: Float64Array | null;
}

export interface NumberTargets {
  /** n finite numbers: a copy, so that a caller may change its own afterwards. */
  readonly targets: Float64Array;
  /** n weights, or `null` where all rows count alike. */
  readonly weights: Float64Array | null;
}

/**
 * Checks what a classifier is to learn from, at the door of its `fit`.
 *
 * @param checkValues what refuses NaN and infinity in X. Default: `checkFinite`.
 * @throws DataError
 */
export function classTargets(
  X: Matrix,
  y: ArrayLike<Label>,
  options: ClassifierFitOptions,
  checkValues: (X: Matrix) => void = checkFinite,
): ClassTargets {
  checkRows(X, y, checkValues);
  const classes = [...(options.classes ?? sortedClasses(y))];
  return { classes, codes: encodeLabels(y, classes), weights: weightsOf(X, options) };
}

/**
 * Checks what a regressor is to learn from, at the door of its `fit`.
 *
 * @param checkValues what refuses NaN and infinity in X. Default: `checkFinite`.
 * @throws DataError
 */
export function numberTargets(
  X: Matrix,
  y: ArrayLike<number>,
  options: FitOptions,
  checkValues: (X: Matrix) => void = checkFinite,
): NumberTargets {
  checkRows(X, y, checkValues);
  checkFiniteTargets(y);
  return { targets: new Float64Array(y), weights: weightsOf(X, options) };
}

function checkRows(X: Matrix, y: ArrayLike<unknown>, checkValues: (X: Matrix) => void): void {
  checkNotEmpty(X);
  checkSameLength(X, y);
  checkValues(X);
}

/** The weights of the rows, checked; `null` where none are given. @throws DataError */
export function weightsOf(X: Matrix, { sampleWeight }: FitOptions): Float64Array | null {
  if (sampleWeight === undefined) return null;
  checkEqualLengths(sampleWeight, { length: X.nRows }, "sampleWeight and the rows of X");
  const weights = new Float64Array(sampleWeight);
  const i = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (i >= 0) throw refusal("finite numbers ≥ 0 in sampleWeight", `${weights[i]} at index ${i}`);
  if (weights.every((weight) => weight === 0))
    throw refusal("a weight above 0 in sampleWeight", "only zeros");
  return weights;
}

function refusal(expected: string, got: string): DataError {
  return new DataError({ expected, got, remedy: "Give every row its weight, or leave sampleWeight out." });
}
