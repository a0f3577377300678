import type { ActionRecord, WorkerName } from "@chimera/distributed";
import { endOf, isPass } from "./analyze-step.ts";
import type { PipelinePlan, PipelineStep, PipelineTimeline, WorkerStep } from "./pipeline-timeline.ts";

/** Two workers of whom one, by their clocks, computed with what the other had not computed yet. */
export interface ClockDisagreement {
  /** Whose clock is behind. */
  behind: WorkerName;
  ahead: WorkerName;
  /** By this much at least. */
  ms: number;
}

/**
 * What stage s sends cannot be used before it was computed; where the records say so, the clocks of the two workers disagree.
 * Messages go both ways, so a disagreement that is larger than a message takes is found, whichever clock is ahead.
 *
 * @returns the largest; `undefined` when there is none
 */
export function clockDisagreement({ plan, steps }: PipelineTimeline): ClockDisagreement | undefined {
  let worst: ClockDisagreement | undefined;
  for (const step of steps) {
    const sources = actionsOf(step, plan);
    for (const receiver of step.workers) {
      for (const record of receiver.records) {
        const source = isPass(record) ? sources.get(sourceOf(receiver, record, plan)) : undefined;
        if (source === undefined || source.worker === receiver.worker) continue;
        const ms = source.end - record.start;
        if (ms > (worst?.ms ?? 0)) worst = { behind: receiver.worker, ahead: source.worker, ms };
      }
    }
  }
  return worst;
}

/** When each forward and backward of a step ended, and on whose clock. */
function actionsOf({ workers }: PipelineStep, plan: PipelinePlan) {
  const actions = new Map<string, { worker: WorkerName; end: number }>();
  for (const worker of workers) {
    for (const record of worker.records) {
      if (!isPass(record)) continue;
      actions.set(keyOf(worker, record, partOf(worker, record, plan)), {
        worker: worker.worker,
        end: endOf(record),
      });
    }
  }
  return actions;
}

/** The action that computed its input: a forward's in the part before, a backward's in the part behind. */
function sourceOf(receiver: WorkerStep, record: ActionRecord, plan: PipelinePlan): string {
  const part = partOf(receiver, record, plan);
  return keyOf(receiver, record, record.type === "forward" ? part - 1 : part + 1);
}

/** Worker s holds as its chunk c the part c p + s of the network. */
function partOf({ stage }: WorkerStep, { chunk }: ActionRecord, { nStages }: PipelinePlan): number {
  return chunk * nStages + stage;
}

function keyOf({ replica, rank }: WorkerStep, { type, microBatch }: ActionRecord, part: number): string {
  return `${replica} ${rank} ${type} ${microBatch} ${part}`;
}
