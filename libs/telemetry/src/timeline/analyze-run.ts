import { percentile } from "../times/summarize-times.ts";
import { analyzeStep, type StepTimes, type WorkerTimes } from "./analyze-step.ts";
import { clockDisagreement, type ClockDisagreement } from "./clock-disagreement.ts";
import type { PipelineTimeline } from "./pipeline-timeline.ts";

/** A run of a pipeline over all its steps. */
export interface RunTimes {
  nSteps: number;
  /** Ascending. */
  steps: readonly StepTimes[];
  /** The step of median makespan: by nearest rank, so it is one that took place. */
  median: StepTimes;
  /** Median over the steps. */
  bubble: number;
  /** Of each worker: the median over the steps of every time, the sum of bytes, the most stored. */
  workers: readonly WorkerTimes[];
  /** Of these the one that is busy longest: its stage sets the pace of the pipeline. */
  slowest: WorkerTimes;
  /** `undefined`: no two clocks contradict each other. */
  clocks: ClockDisagreement | undefined;
}

export function analyzeRun(timeline: PipelineTimeline): RunTimes {
  const steps = timeline.steps.map(analyzeStep);
  const workers = timeline.plan.workers.map((_, i) => overSteps(steps.map(({ workers }) => workers[i]!)));
  return {
    nSteps: steps.length,
    steps,
    median: medianStep(steps),
    bubble: medianOf(steps.map(({ bubble }) => bubble)),
    workers,
    slowest: workers.reduce((slowest, each) => (each.busyMs > slowest.busyMs ? each : slowest)),
    clocks: clockDisagreement(timeline),
  };
}

/** One worker's steps put together. */
function overSteps(steps: readonly WorkerTimes[]): WorkerTimes {
  const { worker, replica, stage, rank } = steps[0]!;
  const median = (field: MsField) => medianOf(steps.map((step) => step[field]));
  return {
    worker,
    replica,
    stage,
    rank,
    waitMs: median("waitMs"),
    forwardMs: median("forwardMs"),
    backwardMs: median("backwardMs"),
    updateMs: median("updateMs"),
    busyMs: median("busyMs"),
    sendMs: median("sendMs"),
    allReduceMs: median("allReduceMs"),
    bytes: steps.reduce((sum, { bytes }) => sum + bytes, 0),
    stored: steps.reduce((most, { stored }) => Math.max(most, stored), 0),
  };
}

type MsField = Extract<keyof WorkerTimes, `${string}Ms`>;

function medianStep(steps: readonly StepTimes[]): StepTimes {
  const makespan = medianOf(steps.map(({ makespanMs }) => makespanMs));
  return steps.find(({ makespanMs }) => makespanMs === makespan)!;
}

/** By nearest rank. */
function medianOf(values: readonly number[]): number {
  return percentile(Float64Array.from(values).sort(), 50);
}
