import type { ActionRecord, Fact } from "@chimera/distributed";
import type { PipelinePlan, PipelineStep, PipelineTimeline } from "../pipeline-timeline.ts";

/** Clocks count from 1970. */
const EPOCH = 1_795_610_845_000;

/** An action from `start` to `end`, in ms since the step began. */
export function action(
  type: ActionRecord["type"],
  microBatch: number,
  [start, end]: [number, number],
  more: Partial<ActionRecord> = {},
): ActionRecord {
  const ms = end - start;
  const took = type === "all-reduce" ? { computeMs: 0, exchangeMs: ms } : { computeMs: ms, exchangeMs: 0 };
  return {
    step: 0,
    type,
    microBatch,
    chunk: 0,
    waitMs: 0,
    sendMs: 0,
    bytes: 0,
    stored: 0,
    start: EPOCH + start,
    ...took,
    ...more,
  };
}

/** gpipe, p = 2, m = 2. */
export const plan: PipelinePlan = {
  schedule: "gpipe",
  chunks: 1,
  microBatches: 2,
  nReplicas: 1,
  nStages: 2,
  nRanks: 1,
  workers: ["a", "b"],
  parts: [["dense"], ["dense"]],
  nRounds: 1,
};

/**
 * One step of it: ms 0 … 90 from the first forward to the last backward, 95 with the update.
 *
 *     a   F0 0–10, F1 10–20,                           B0 52–70, B1 70–90, U 90–95
 *     b         F0 12–22, F1 22–32, B0 32–50, B1 50–68,  U 68–70
 */
export const a: readonly ActionRecord[] = [
  action("forward", 0, [0, 10], { sendMs: 2, bytes: 100, stored: 1 }),
  action("forward", 1, [10, 20], { sendMs: 1, bytes: 100, stored: 2 }),
  action("backward", 0, [52, 70], { waitMs: 32, stored: 2 }),
  action("backward", 1, [70, 90], { stored: 1 }),
  action("update", 0, [90, 95]),
];
export const b: readonly ActionRecord[] = [
  action("forward", 0, [12, 22], { waitMs: 12, stored: 1 }),
  action("forward", 1, [22, 32], { stored: 2 }),
  // Its messages are under way from 50 to 70 and from 68 to 75: 25 ms with one at least.
  action("backward", 0, [32, 50], { sendMs: 20, bytes: 50, stored: 2 }),
  action("backward", 1, [50, 68], { sendMs: 7, bytes: 50, stored: 1 }),
  action("update", 0, [68, 70]),
];

export const step: PipelineStep = {
  step: 0,
  workers: [
    { worker: "a", replica: 0, stage: 0, rank: 0, records: a },
    { worker: "b", replica: 0, stage: 1, rank: 0, records: b },
  ],
};

/** The same step again, `factor` times as slow. */
export function stretched({ workers }: PipelineStep, number: number, factor: number): PipelineStep {
  const stretch = (record: ActionRecord): ActionRecord => ({
    ...record,
    step: number,
    start: EPOCH + (record.start - EPOCH) * factor,
    computeMs: record.computeMs * factor,
    waitMs: record.waitMs * factor,
    sendMs: record.sendMs * factor,
  });
  return {
    step: number,
    workers: workers.map((worker) => ({ ...worker, records: worker.records.map(stretch) })),
  };
}

/** Three steps, the slowest first: of them step 2 is the median. */
export const timeline: PipelineTimeline = {
  plan,
  steps: [stretched(step, 0, 4), stretched(step, 1, 1), stretched(step, 2, 2)],
};

/** The events that tell of it. */
export function factsOf({ plan, steps }: PipelineTimeline, round = 1): Fact[] {
  const timelines = steps[0]!.workers.map(({ worker, replica, stage, rank }, i): Fact => {
    const records = steps.flatMap(({ workers }) => [...workers[i]!.records]);
    return { type: "stage-timeline", round, worker, replica, stage, rank, records };
  });
  return [{ type: "pipeline-planned", ...plan }, ...timelines];
}
