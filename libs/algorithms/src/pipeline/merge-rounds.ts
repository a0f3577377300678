import type {
  ClassifierFitOptions,
  Estimator,
  EstimatorBase,
  Label,
  PlainData,
  Regressor,
} from "../estimator.ts";
import { requireSynchronous } from "../base/index.ts";
import type { Matrix } from "../tensor/matrix.ts";
import type { Transformer } from "../transformers/index.ts";
import type { Pipeline } from "./pipeline.ts";
import { cloneOf, restored, type PipelineStep } from "./steps.ts";

/*
 * An exact distributed fit in rounds. A step cannot be fitted before the steps in front of it are those of all rows: a
 * standardised shard is not a shard of the standardised data. So round r fits step r alone:
 *
 *     worker k   X_k → merged steps 0 … r−1 → fit step r → state_k        `fitRound`
 *     master     merge state_1 … state_K in the workers' order            `mergeRound`
 *
 * After the last round everyone who has the merged states can hold the whole model: `becomeMerged`. All of it is plain
 * JSON data, and no row travels. An estimator that is no pipeline is its own only step, and takes one round.
 */

type MergeableStep = PipelineStep & Required<Pick<Transformer, "merge">>;

/** @returns why the estimator cannot be merged exactly, a sentence; `null` when it can. */
export function mergeObstacle(estimator: EstimatorBase): string | null {
  for (const step of stepsOf(estimator)) {
    const { mergeObstacle = null } = step;
    if (mergeObstacle !== null) return mergeObstacle;
    if (step.merge === undefined) return `${step.name} has no sufficient statistics that merge.`;
  }
  return null;
}

/**
 * A worker's part of round r = `merged.length`.
 *
 * @param estimator not changed. @param merged the states of the steps before, merged over all workers.
 * @param options of the fit; `classes` must be those of all workers.
 * @returns the state of step r, fitted on these rows.
 */
export function fitRound(
  estimator: Estimator,
  merged: readonly PlainData[],
  X: Matrix,
  y: ArrayLike<Label>,
  options: ClassifierFitOptions = {},
): PlainData {
  const steps = stepsOf(estimator);
  const before = steps.slice(0, merged.length) as Transformer[];
  const Z = before.reduce((rows, step, i) => restored(step, merged[i], {}).transform(rows), X);
  const step = cloneOf(steps[merged.length]);
  const fitted =
    "transform" in step
      ? step.fit(Z, { sampleWeight: options.sampleWeight })
      : (step as Regressor).fit(Z, y as ArrayLike<number>, options);
  return requireSynchronous(requireSynchronous(fitted, `${step.name}.fit`).toState(), `${step.name}.toState`);
}

/**
 * The master's part of a round.
 *
 * @param states of step r, one of each worker. @returns the state of step r over all rows.
 */
export function mergeRound(estimator: Estimator, r: number, states: readonly PlainData[]): PlainData {
  return (cloneOf(stepsOf(estimator)[r]) as MergeableStep).merge(states).toState();
}

/** Makes the estimator the model of all rows. @param merged the merged states of all rounds, in order. */
export function becomeMerged<E extends Estimator>(estimator: E, merged: readonly PlainData[]): E {
  return (isPipeline(estimator) ? estimator.adopt(merged) : estimator.merge!(merged)) as E;
}

/** @returns the steps of a pipeline; any other estimator is its own only step. */
export function stepsOf(estimator: EstimatorBase): readonly PipelineStep[] {
  return isPipeline(estimator) ? estimator.steps : [estimator as PipelineStep];
}

function isPipeline(estimator: EstimatorBase): estimator is Pipeline {
  return estimator.name === "Pipeline";
}
