import { bubbleFormula, pipelineSchedule, predictedBubble, simulate } from "@chimera/distributed";
import type { PipelinePlan } from "./pipeline-timeline.ts";

/** What is to be expected of a pipeline whose stages all take the same time, with messages that take none. */
export interface Prediction {
  /** 0…1 */
  bubble: number;
  /** What `bubble` was computed with, in the letters p (stages), m (micro-batches) and v (chunks). */
  formula: string;
  /**
   * Of the workers of each stage: most micro-batches whose activations they hold at once, counted in each chunk. It depends
   * on the order of the actions alone, so it holds however long they take: m for gpipe, min(p − s, m) for 1f1b.
   */
  stored: readonly number[];
}

type Layout = Pick<PipelinePlan, "schedule" | "nStages" | "microBatches" | "chunks">;

export function predict({ schedule: name, nStages, microBatches, chunks: nChunks }: Layout): Prediction {
  const shape = { nStages, nMicroBatches: microBatches, nChunks };
  return {
    bubble: predictedBubble({ name, ...shape }),
    formula: bubbleFormula(name),
    stored: simulate(pipelineSchedule(name, shape)).peakStored,
  };
}
