import type { Matrix } from "../tensor/matrix.ts";
import { checkEqualLengths, checkSameLength, checkWidth } from "../validation/data.ts";
import { checkIntegerAtLeast, checkPositive } from "../validation/parameters.ts";
import type { LinearModel } from "./linear-model.ts";
import { SGDRun, type StepOptions } from "./sgd-run.ts";

export interface SGDOptions extends StepOptions {
  /** Passes over the rows, an integer ≥ 0. */
  epochs: number;
}

/**
 * Stochastic gradient descent (Robbins & Monro, 1951; as scikit-learn's `SGDClassifier` and `SGDRegressor`), one row at a
 * time. For the t-th row (x, y) with weight s and each output,
 *
 *     p = w·x + b
 *     w ← (1 − ηₜ α (1 − ρ)) w − ηₜ s l'(y, p) x        b ← b − ηₜ s l'(y, p)
 *
 * where the factor of w is not let fall below 0, and l' is cut at ±1e12. What l1 there is in the penalty (α ρ) follows as
 * a truncated cumulative penalty, see `CumulativeL1`. Above two classes every output is trained one-vs-all; with the
 * loss `softmax` l' is that of all scores of the row.
 *
 * @param parameters θ in the layout of `LinearModel`, updated in place.
 * @param X n × nFeatures. @param y n numbers, or class codes.
 * @returns the mean over epochs and rows of the loss seen, each row's before its step, without weights; 0 when there
 *   was none.
 * @throws ParameterError, DataError when options or shapes do not fit. Too large a step size gives NaN, not an error.
 */
export function sgdEpochs(
  model: LinearModel,
  parameters: Float64Array,
  X: Matrix,
  y: Float64Array,
  options: SGDOptions,
): number {
  const { epochs } = options;
  checkIntegerAtLeast(0, "epochs", epochs);
  if (options.rate !== "optimal") checkPositive("learningRate", options.learningRate);
  checkIntegerAtLeast(0, "firstStep", options.firstStep ?? 0);
  checkWidth(X, model.nFeatures);
  checkSameLength(X, y);
  if (options.sampleWeight) checkEqualLengths(options.sampleWeight, y, "sampleWeight and y");
  model.checkParameters(parameters);
  if (options.average) model.checkParameters(options.average.parameters);
  const run = new SGDRun(model, parameters, { X, y }, options);
  let sum = 0;
  for (let epoch = 0; epoch < epochs; epoch++) sum += run.epoch();
  const seen = epochs * X.nRows;
  return seen === 0 ? 0 : sum / seen;
}
