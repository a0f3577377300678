import type { ActionRecord, WorkerName } from "@chimera/distributed";
import type { PipelineStep, WorkerStep } from "./pipeline-timeline.ts";

/** What a worker spent one step on, in ms of its own clock. */
export interface WorkerTimes {
  worker: WorkerName;
  replica: number;
  stage: number;
  rank: number;
  /** Had nothing to compute on: its input had not come. No part of `sendMs`. */
  waitMs: number;
  forwardMs: number;
  backwardMs: number;
  updateMs: number;
  /** forward + backward + update */
  busyMs: number;
  /** Had a message on its way to another stage. Several at once count once; it may compute meanwhile. */
  sendMs: number;
  /** From the begin to the end of all-reduces, the waiting for the other replicas or ranks in them included. */
  allReduceMs: number;
  /** Sent to other workers. */
  bytes: number;
  /** Most micro-batches whose activations it held at once. */
  stored: number;
}

export interface StepTimes {
  step: number;
  /** The longest over the replicas; see `replicaTimes`. */
  makespanMs: number;
  /** The mean over the replicas. */
  bubble: number;
  /** In the fleet's order. */
  workers: readonly WorkerTimes[];
}

export function analyzeStep({ step, workers }: PipelineStep): StepTimes {
  const replicas = new Map<number, WorkerStep[]>();
  for (const each of workers) replicas.set(each.replica, [...(replicas.get(each.replica) ?? []), each]);
  const times = [...replicas.values()].map(replicaTimes);
  return {
    step,
    makespanMs: Math.max(...times.map(({ makespanMs }) => makespanMs)),
    bubble: times.reduce((sum, { bubble }) => sum + bubble, 0) / times.length,
    workers: workers.map(workerTimes),
  };
}

/**
 * Over the forwards and backwards of one replica's P workers (times ranks):
 *
 *     makespan = last end − first start
 *     bubble   = 1 − Σ compute / (P × makespan)
 *
 * The share of the workers' time in which they compute nothing, whatever they do instead. It takes their clocks to agree.
 */
function replicaTimes(workers: readonly WorkerStep[]): { makespanMs: number; bubble: number } {
  let [first, last, computeMs] = [Infinity, -Infinity, 0];
  for (const record of workers.flatMap(({ records }) => records)) {
    if (!isPass(record)) continue;
    first = Math.min(first, record.start);
    last = Math.max(last, endOf(record));
    computeMs += record.computeMs;
  }
  const makespanMs = Math.max(last - first, 0);
  return { makespanMs, bubble: makespanMs === 0 ? 0 : 1 - computeMs / (workers.length * makespanMs) };
}

function workerTimes({ records, ...seat }: WorkerStep): WorkerTimes {
  const computeMs = (type: ActionRecord["type"]) =>
    sumOf(records, (record) => (record.type === type ? record.computeMs : 0));
  const [forwardMs, backwardMs, updateMs] = [
    computeMs("forward"),
    computeMs("backward"),
    computeMs("update"),
  ];
  return {
    ...seat,
    waitMs: sumOf(records, ({ waitMs }) => waitMs),
    forwardMs,
    backwardMs,
    updateMs,
    busyMs: forwardMs + backwardMs + updateMs,
    sendMs: sendingTime(records),
    allReduceMs: sumOf(records, ({ exchangeMs }) => exchangeMs),
    bytes: sumOf(records, ({ bytes }) => bytes),
    stored: Math.max(0, ...records.map(({ stored }) => stored)),
  };
}

/** The length of the union of the intervals [end of computing, + sendMs]; these begin in ascending order. */
function sendingTime(records: readonly ActionRecord[]): number {
  let [total, until] = [0, -Infinity];
  for (const record of records) {
    const begun = endOf(record);
    const arrived = begun + record.sendMs;
    total += Math.max(arrived - Math.max(begun, until), 0);
    until = Math.max(until, arrived);
  }
  return total;
}

/** Whether it is a forward or a backward. */
export function isPass({ type }: Pick<ActionRecord, "type">): boolean {
  return type === "forward" || type === "backward";
}

export function endOf({ start, computeMs, exchangeMs }: ActionRecord): number {
  return start + computeMs + exchangeMs;
}

function sumOf(records: readonly ActionRecord[], valueOf: (record: ActionRecord) => number): number {
  return records.reduce((sum, record) => sum + valueOf(record), 0);
}
