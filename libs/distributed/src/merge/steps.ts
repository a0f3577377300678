import {
  ParameterError,
  type ClassifierFitOptions,
  type Estimator,
  type EstimatorClass,
  type Label,
  type Matrix,
  type PlainData,
} from "@chimera/algorithms";
import { sameJson } from "./same-json.ts";

/**
 * One step of a learner that is merged: the last one is the predictor, those before it transform the rows on their way
 * to it. Every estimator and every transformer with `merge` is one.
 */
export interface MergeStep {
  /** The class name, e.g. `GaussianNB`. */
  readonly name: string;
  getParams(): PlainData;
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions): unknown;
  toState(): PlainData;
  /** Becomes the model of all rows, from the states of parts of them; of one state: that model. */
  merge?(states: readonly PlainData[]): unknown;
  /** All steps but the last. @returns the rows for the next step. */
  transform?(X: Matrix): Matrix;
}

/**
 * The steps of a learner, first to last: the parts that it predicts with, so that a learner whose steps were merged is
 * itself fitted. A plain estimator is its own only step.
 *
 * The one place that knows what a pipeline is.
 */
export function mergeStepsOf(estimator: Estimator): readonly MergeStep[] {
  return [estimator as MergeStep];
}

/**
 * A learner of the same class and parameters that has learnt nothing: what one fit makes shall not be seen in the
 * model of another.
 *
 * @throws ParameterError for a class whose constructor does not take what `getParams` returns.
 */
export function unfittedCopy(estimator: Estimator): Estimator {
  const parameters = estimator.getParams();
  const copy = new (estimator.constructor as EstimatorClass)(parameters as never);
  if (copy.name === estimator.name && sameJson(copy.getParams(), parameters)) return copy;
  throw new ParameterError(
    "estimator",
    "be made again by its own class from what getParams() returns",
    estimator.name,
  );
}

/** @throws ParameterError that names the step that cannot be merged, and what to do. */
export function requireMerge(estimator: Estimator): void {
  for (const { name, merge } of mergeStepsOf(estimator)) {
    if (typeof merge === "function") continue;
    throw new ParameterError(
      "estimator",
      "have merge(states), which makes one model of all rows out of the workers' states (leave combine and " +
        "estimator out to predict the mean of the workers' models instead)",
      name,
    );
  }
}
