import type { ActionRecord, Fact, WorkerName } from "@chimera/distributed";

type Planned = Extract<Fact, { type: "pipeline-planned" }>;

/** How a pipeline was laid out: p = `nStages`, m = `microBatches`, v = `chunks`. */
export type PipelinePlan = Omit<Planned, "type">;

/** What one worker did in one step, in the order in which it did it. */
export interface WorkerStep {
  worker: WorkerName;
  replica: number;
  stage: number;
  rank: number;
  records: readonly ActionRecord[];
}

/** One step of training that every worker finished. */
export interface PipelineStep {
  /** 0, 1, … over all epochs. */
  step: number;
  /** In the fleet's order. */
  workers: readonly WorkerStep[];
}

export interface PipelineTimeline {
  plan: PipelinePlan;
  /** Ascending, at least one. */
  steps: readonly PipelineStep[];
}
