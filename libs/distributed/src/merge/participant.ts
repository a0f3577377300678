import { hashSeed, KERNEL, sortedClasses, type ClassifierFitOptions, type Matrix } from "@chimera/algorithms";
import { DRAW_DEFAULTS, type Drawing } from "../aggregation/draw-options.ts";
import type { LearnerShard } from "../aggregation/participant.ts";
import { inColumnOrder } from "../coordinator/column-order.ts";
import type { Participant } from "../coordinator/coordinator.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import type { MergeAnswer, MergeDescription, MergeOrder } from "./messages.ts";
import { mergeStepsOf, unfittedCopy, type MergeStep } from "./steps.ts";

type FitOrder = MergeOrder & { type: "fit" };

/**
 * The worker's side of exact merging: it fits one step on its rows, and answers the state. It keeps nothing: the order
 * brings the merged steps before, so an order may be repeated, and a worker may restart between two of them.
 *
 * @param makeSteps the unfitted steps of the worker's learner.
 */
export function mergeParticipant(
  shard: LearnerShard,
  makeSteps: () => readonly MergeStep[] = () => mergeStepsOf(unfittedCopy(shard.estimator)),
): Participant<MergeOrder, MergeAnswer> {
  return {
    answer: (order) =>
      order.type === "describe"
        ? describe(shard, makeSteps())
        : { type: "state", state: fitStep(shard, makeSteps(), order) },
  };
}

function fitStep(
  shard: LearnerShard,
  steps: readonly MergeStep[],
  order: FitOrder,
): ReturnType<MergeStep["toState"]> {
  const { estimator, name, X, y, columns, sampleWeight } = shard;
  const step = steps[order.round - 1];
  if (step === undefined || order.merged.length !== order.round - 1) {
    throw new ParticipantError(
      "invalid",
      `Expected one of steps 1 to ${steps.length} with the merged states before it, got step ${order.round} ` +
        `with ${order.merged.length}: give master and workers the same estimator.`,
    );
  }
  const rows = transformed(inColumnOrder(X, columns, order.columns, name), steps, order);
  const options: ClassifierFitOptions = {
    seed: hashSeed(order.seed, name),
    ...(estimator.task === "classifier" && order.classes && { classes: order.classes }),
    ...(sampleWeight && { sampleWeight }),
  };
  step.fit(rows, y, options);
  return step.toState();
}

/** The rows as the merged steps before this one make them. */
function transformed(X: Matrix, steps: readonly MergeStep[], { merged }: FitOrder): Matrix {
  return merged.reduce((rows, state, r) => {
    const step = steps[r];
    if (!step.merge || !step.transform) {
      throw new ParticipantError(
        "invalid",
        `A step before the last needs merge and transform, a ${step.name} has not both.`,
      );
    }
    step.merge([state]);
    return step.transform(rows);
  }, X);
}

function describe(
  { estimator, columns, X, y, drawing }: LearnerShard,
  steps: readonly MergeStep[],
): MergeDescription {
  return {
    type: "description",
    task: estimator.task,
    steps: steps.map((step) => ({ name: step.name, parameters: step.getParams() })),
    columns: [...columns],
    nSamples: X.nRows,
    classes: estimator.task === "classifier" ? sortedClasses(y) : null,
    draws: Object.keys(DRAW_DEFAULTS).filter((key) => {
      const option = key as keyof Drawing;
      return drawing[option] !== DRAW_DEFAULTS[option];
    }),
    kernel: KERNEL,
  };
}
