import {
  hashSeed,
  kernels,
  sortedClasses,
  type ClassifierFitOptions,
  type PlainData,
} from "@chimera/algorithms";
import { DRAW_DEFAULTS, type Drawing } from "../aggregation/draw-options.ts";
import type { LearnerShard } from "../aggregation/participant.ts";
import { inColumnOrder } from "../coordinator/column-order.ts";
import type { Participant } from "../coordinator/coordinator.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import type { MergeAnswer, MergeDescription, MergeOrder } from "./messages.ts";
import { roundsOf, type MergeRounds } from "./rounds.ts";

/**
 * The worker's side of exact merging: it fits one step on its rows, and answers the state. It keeps nothing: the order
 * brings the merged steps before, so an order may be repeated, and a worker may restart between two of them. The shard's estimator stays unfitted.
 */
export function mergeParticipant(shard: LearnerShard): Participant<MergeOrder, MergeAnswer> {
  const rounds = roundsOf(shard.estimator);
  return {
    answer: (order) =>
      order.type === "describe"
        ? describe(shard, rounds)
        : { type: "state", state: fitStep(shard, rounds, order) },
  };
}

function fitStep(
  { estimator, name, X, y, columns, sampleWeight }: LearnerShard,
  rounds: MergeRounds,
  order: MergeOrder & { type: "fit" },
): PlainData {
  const { round, merged, classes, seed } = order;
  const R = rounds.steps.length;
  if (round > R || merged.length !== round - 1) {
    throw new ParticipantError(
      "invalid",
      `Expected one of steps 1 to ${R} with the merged states before it, got step ${round} with ` +
        `${merged.length}: give master and workers the same estimator.`,
    );
  }
  const options: ClassifierFitOptions = {
    seed: hashSeed(seed, name),
    ...(estimator.task === "classifier" && classes && { classes }),
    ...(sampleWeight && { sampleWeight }),
  };
  return rounds.fit(merged, inColumnOrder(X, columns, order.columns, name), y, options);
}

function describe(
  { estimator, columns, X, y, drawing }: LearnerShard,
  { steps }: MergeRounds,
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
    kernel: kernels().name,
  };
}
