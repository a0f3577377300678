import type { ActionRecord, Fact, WorkerName } from "@chimera/distributed";
import type { PipelinePlan, PipelineStep, PipelineTimeline, WorkerStep } from "./pipeline-timeline.ts";

type StageTimeline = Extract<Fact, { type: "stage-timeline" }>;

export interface CollectOptions {
  /** Most records to keep in memory; the oldest steps make room, one step always stays. Default: no limit. */
  maxRecords?: number;
}

/** Gathers a pipeline's timeline from the events of a run, live or read back. */
export interface TimelineCollector {
  /** Events of other kinds are passed over. */
  onEvent(event: { readonly type: string }): void;
  /** `undefined` as long as no step of a pipeline has ended. */
  timeline(): PipelineTimeline | undefined;
}

/**
 * A round that was done again after a failure replaces what was told of it before; steps that only some of the workers
 * told of (the file ends among them) are left out.
 */
export function collectTimeline({ maxRecords = Infinity }: CollectOptions = {}): TimelineCollector {
  let plan: PipelinePlan | undefined;
  const steps = new Map<number, Map<WorkerName, WorkerStep>>();

  function add({ worker, replica, stage, rank, records }: StageTimeline, plan: PipelinePlan): void {
    for (const [step, own] of byStep(records)) {
      const workers = steps.get(step) ?? new Map<WorkerName, WorkerStep>();
      steps.set(step, workers.set(worker, { worker, replica, stage, rank, records: own }));
    }
    const last = records.at(-1)?.step ?? -Infinity;
    const kept = Math.max(1, Math.floor(maxRecords / recordsOfStep(plan)));
    for (const step of steps.keys()) if (step <= last - kept) steps.delete(step);
  }

  return {
    onEvent(event) {
      const fact = event as Fact;
      if (fact.type === "pipeline-planned") {
        plan = fact;
        steps.clear();
      } else if (fact.type === "stage-timeline" && plan !== undefined) add(fact, plan);
    },
    timeline() {
      if (plan === undefined) return undefined;
      const { workers: names } = plan;
      const complete = [...steps]
        .filter(([, workers]) => workers.size === names.length)
        .map(([step, workers]): PipelineStep => ({ step, workers: names.map((name) => workers.get(name)!) }))
        .sort((a, b) => a.step - b.step);
      return complete.length === 0 ? undefined : { plan, steps: complete };
    },
  };
}

function byStep(records: readonly ActionRecord[]): Map<number, ActionRecord[]> {
  const steps = new Map<number, ActionRecord[]>();
  for (const record of records) {
    const own = steps.get(record.step);
    if (own === undefined) steps.set(record.step, [record]);
    else own.push(record);
  }
  return steps;
}

/** A forward and a backward of each micro-batch in each chunk, an all-reduce and an update, on every worker. */
function recordsOfStep({ workers, microBatches: m, chunks: v }: PipelinePlan): number {
  return workers.length * (2 * m * v + 2);
}
