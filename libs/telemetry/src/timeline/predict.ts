import type { PipelinePlan } from "./pipeline-timeline.ts";

type Layout = Pick<PipelinePlan, "schedule" | "nStages" | "microBatches" | "chunks">;

/**
 * The bubble of a pipeline of p stages that all take the same time for a forward, and for a backward, with messages that
 * take none; m micro-batches, v chunks on each worker:
 *
 *     naive          (p − 1) / p
 *     gpipe, 1f1b    (p − 1) / (m + p − 1)
 *     interleaved    (p − 1) / (v m + p − 1)
 *
 * Sources: Huang et al., GPipe, 2019; Narayanan et al., Efficient Large-Scale Language Model Training on GPU Clusters
 * Using Megatron-LM, 2021.
 *
 * @returns 0…1
 */
export function predictBubble({ schedule, nStages: p, microBatches: m, chunks: v }: Layout): number {
  return schedule === "naive" ? (p - 1) / p : (p - 1) / (v * m + p - 1);
}

/** What `predictBubble` computes, in its letters. */
export function bubbleFormula({ schedule }: Pick<Layout, "schedule">): string {
  if (schedule === "naive") return "(p − 1) / p";
  return schedule === "interleaved" ? "(p − 1) / (v m + p − 1)" : "(p − 1) / (m + p − 1)";
}

/**
 * Most micro-batches whose activations the worker of stage s holds at once, counted in each of its chunks. It depends on
 * the order of its actions alone, not on how long they take:
 *
 *     naive          1
 *     gpipe          m
 *     1f1b           min(p − s, m)
 *     interleaved    min(2 (p − 1 − s) + (v − 1) p + 1, v m)
 */
export function predictStored({ schedule, nStages: p, microBatches: m, chunks: v }: Layout, s: number): number {
  switch (schedule) {
    case "naive":
      return 1;
    case "gpipe":
      return m;
    case "1f1b":
      return Math.min(p - s, m);
    case "interleaved":
      return Math.min(2 * (p - 1 - s) + (v - 1) * p + 1, v * m);
  }
}
