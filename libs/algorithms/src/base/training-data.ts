import { sortedClasses } from "../encoding/classes.ts";
import { encodeLabels } from "../encoding/encode-labels.ts";
import { DataError } from "../errors.ts";
import type { ClassifierFitOptions, FitOptions, Label } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import {
  checkEqualLengths,
  checkFinite,
  checkFiniteTargets,
  checkList,
  checkNotEmpty,
  checkSameLength,
} from "../validation/data.ts";
import { checkOptions, checkSeed } from "../validation/parameters.ts";

/** Every option of a fit: a misspelt one would silently leave its default. */
const FIT_OPTIONS = { seed: 0, sampleWeight: [], classes: [] };

/**
 * What the weights may sum to. Sums and squares of rows are multiplied by it: beyond these they overflow or vanish for
 * values that are large or small themselves.
 */
const [LEAST_TOTAL, GREATEST_TOTAL] = [1e-150, 1e150];

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
  checkRows(X, y, options, checkValues);
  const classes = classesOf(y, options);
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
  checkRows(X, y, options, checkValues);
  checkFiniteTargets(y);
  return { targets: new Float64Array(y), weights: weightsOf(X, options) };
}

/** The classes of the fit, each told from the others by its text. @throws DataError */
function classesOf(y: ArrayLike<Label>, options: ClassifierFitOptions): Label[] {
  if (options.classes) checkList(options.classes, "classes");
  const classes = [...(options.classes ?? sortedClasses(y))];
  const fault = classes.find((label) => typeof label !== "string" && !Number.isFinite(label));
  const remedy = "Give every class a name of its own, a text or a finite number.";
  if (fault !== undefined || classes.includes(undefined as never)) {
    throw new DataError({ expected: "texts or finite numbers as labels", got: String(fault), remedy });
  }
  const seen = new Map<string, Label>();
  for (const label of classes) {
    const before = seen.get(String(label));
    if (before !== undefined) {
      const got = `${JSON.stringify(before)} and ${JSON.stringify(label)}`;
      throw new DataError({ expected: "classes that differ as text", got, remedy });
    }
    seen.set(String(label), label);
  }
  return classes;
}

function checkRows(
  X: Matrix,
  y: ArrayLike<unknown>,
  options: FitOptions,
  checkValues: (X: Matrix) => void,
): void {
  checkOptions(FIT_OPTIONS, options);
  if (options.seed !== undefined) checkSeed(options.seed);
  checkNotEmpty(X);
  checkSameLength(X, y);
  checkValues(X);
}

/** The weights of the rows, checked; `null` where none are given. @throws DataError */
export function weightsOf(X: Matrix, { sampleWeight }: FitOptions): Float64Array | null {
  if (sampleWeight === undefined) return null;
  checkList(sampleWeight, "sampleWeight");
  checkEqualLengths(sampleWeight, { length: X.nRows }, "sampleWeight and the rows of X");
  const weights = new Float64Array(sampleWeight);
  const i = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (i >= 0) throw refusal("finite numbers ≥ 0 in sampleWeight", `${weights[i]} at index ${i}`);
  if (weights.every((weight) => weight === 0))
    throw refusal("a weight above 0 in sampleWeight", "only zeros");
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total < LEAST_TOTAL || total > GREATEST_TOTAL) {
    throw refusal(`weights that sum to ${LEAST_TOTAL} … ${GREATEST_TOTAL} in sampleWeight`, String(total));
  }
  return weights;
}

function refusal(expected: string, got: string): DataError {
  return new DataError({ expected, got, remedy: "Give every row its weight, or leave sampleWeight out." });
}
