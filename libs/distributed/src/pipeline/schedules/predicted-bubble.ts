import type { Schedule } from "./schedule.ts";

/**
 * The bubble of a pipeline whose parts all take the same time, and whose messages take none:
 *
 *     naive                 (p − 1) / p
 *     gpipe, 1f1b           (p − 1) / (m + p − 1)
 *     interleaved           (p − 1) / (v m + p − 1)
 *
 * Sources: Huang et al., GPipe, 2019; Narayanan et al., Efficient Large-Scale Language Model Training on GPU Clusters Using
 * Megatron-LM, 2021.
 */
export function predictedBubble({
  name,
  nStages: p,
  nMicroBatches: m,
  nChunks: v,
}: Pick<Schedule, "name" | "nStages" | "nMicroBatches" | "nChunks">): number {
  return name === "naive" ? (p - 1) / p : (p - 1) / (v * m + p - 1);
}

/** The formula in words of the schedule's letters. */
export function bubbleFormula(name: Schedule["name"]): string {
  if (name === "naive") return "(p − 1) / p";
  return name === "interleaved" ? "(p − 1) / (v·m + p − 1)" : "(p − 1) / (m + p − 1)";
}
