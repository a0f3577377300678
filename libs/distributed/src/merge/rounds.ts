import {
  becomeMerged,
  cloneOf,
  fitRound,
  mergeObstacle,
  mergeRound,
  ParameterError,
  stepsOf,
  type ClassifierFitOptions,
  type Estimator,
  type Label,
  type Matrix,
  type PlainData,
  type Transformer,
} from "@chimera/algorithms";
import { sameJson } from "./same-json.ts";

/** What names a step: states can be merged when these are equal. */
export interface StepIdentity {
  /** The class name, e.g. `GaussianNB`. */
  readonly name: string;
  getParams(): PlainData;
}

/**
 * A learner that is fitted and merged in rounds, one for each of its steps; only the last predicts, those before it
 * transform the rows on their way. Nothing here changes the learner: all that is learnt is in the states.
 */
export interface MergeRounds {
  readonly steps: readonly StepIdentity[];
  /**
   * A worker's part of round r = `merged.length`, from 0 on.
   *
   * @param merged the states of the steps before, merged over all workers; X is transformed by them first.
   * @returns the state of step r, fitted on these rows.
   */
  fit(merged: readonly PlainData[], X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions): PlainData;
  /** The master's part of round r. @param states at least one. @returns the state of step r over all their rows. */
  merge(r: number, states: readonly PlainData[]): PlainData;
  /**
   * Columns of what step `merged.length` learns from: what the step before it makes of the rows. Left out or undefined: not
   * known.
   *
   * @param merged the merged states of the steps before, at least one.
   */
  width?(merged: readonly PlainData[]): number | undefined;
  /** @param merged the merged states of all rounds. @returns the model of all rows. */
  finish(merged: readonly PlainData[]): Estimator;
}

/**
 * The rounds of an estimator: one for each step of a pipeline, one for any other.
 *
 * @throws ParameterError, from `merge` and `finish`, for an estimator that `requireMerge` refuses.
 */
export function roundsOf(estimator: Estimator): MergeRounds {
  return {
    steps: stepsOf(estimator),
    fit: (merged, X, y, options) => fitRound(estimator, merged, X, y, options),
    merge(r, states) {
      requireMerge(estimator);
      return mergeRound(estimator, r, states);
    },
    width(merged) {
      const r = merged.length - 1;
      const before = cloneOf(stepsOf(estimator)[r]) as Required<Transformer>;
      return before.merge([merged[r]]).nFeaturesOut;
    },
    finish(merged) {
      requireMerge(estimator);
      return becomeMerged(unfittedCopy(estimator), merged);
    },
  };
}

/** @throws ParameterError for an estimator that cannot be merged, with why and what to do. */
export function requireMerge(estimator: Estimator): void {
  const obstacle = mergeObstacle(estimator);
  if (obstacle === null) return;
  throw new ParameterError(
    "estimator",
    `have merge(states), which makes one model of all rows out of the workers' states (${obstacle} Leave combine ` +
      "and estimator out to predict the mean of the workers' models instead)",
    estimator.name,
  );
}

/**
 * A learner of the same class and parameters that has learnt nothing: what one fit makes shall not be seen in the
 * model of another.
 *
 * @throws ParameterError for a class whose constructor does not take what `getParams` returns.
 */
export function unfittedCopy(estimator: Estimator): Estimator {
  const parameters = estimator.getParams();
  const copy = cloneOf(estimator);
  if (copy.name === estimator.name && sameJson(copy.getParams(), parameters)) return copy;
  throw new ParameterError(
    "estimator",
    "be made again by its own class from what getParams() returns",
    estimator.name,
  );
}
