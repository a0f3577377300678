import type { Action, Schedule } from "./schedule.ts";

/** How long things take, in any unit of time. */
export interface Durations {
  /** F, of one micro-batch through one part. Default 1. */
  readonly forward?: number;
  /** B. Default 2: a backward makes two products where a forward makes one. */
  readonly backward?: number;
  /** c, of a message between workers. Default 0. */
  readonly message?: number;
}

export interface TimedAction extends Action {
  readonly start: number;
  readonly end: number;
}

/** What becomes of a schedule when every action takes its time. */
export interface Simulation {
  /** Of each worker, first to last. */
  readonly timed: readonly (readonly TimedAction[])[];
  /** From the first start to the last end. */
  readonly makespan: number;
  /** The share of the workers' time in which they wait: 1 − busy time / (p × makespan). */
  readonly bubble: number;
  /** Most micro-batches whose activations a worker stores at once, counted for each of its parts, worker by worker. */
  readonly peakStored: readonly number[];
}

/** A schedule that cannot be carried out: who waits for what, or what is missing. */
export class ScheduleFault extends Error {
  override readonly name = "ScheduleFault";
}

/**
 * Carries a schedule out without a network: each worker does its actions in their order, each as soon as what it needs is
 * there,
 *
 *     start(a) = max(end of the worker's action before, end of what a needs + c)
 *
 * @throws ScheduleFault when actions are missing, come twice or in another order than micro-batches, or wait for each other.
 */
export function simulate(
  schedule: Schedule,
  { forward: F = 1, backward: B = 2, message: c = 0 }: Durations = {},
): Simulation {
  checkActions(schedule);
  const { actions, nStages: p } = schedule;
  const ends = new Map<string, number>();
  const timed = actions.map((): TimedAction[] => []);
  const free = actions.map(() => 0);

  /** When what an action needs has come; `undefined` while that is open. */
  function readyAt(s: number, action: Action): number | undefined {
    const times = needsOf(schedule, s, action).map(({ stage, key }) => {
      const end = ends.get(key);
      return end === undefined ? undefined : end + (stage === s ? 0 : c);
    });
    return times.includes(undefined) ? undefined : Math.max(0, ...(times as number[]));
  }

  let moved = true;
  while (moved) {
    moved = false;
    for (let s = 0; s < p; s++) {
      for (
        let action = actions[s][timed[s].length];
        action !== undefined;
        action = actions[s][timed[s].length]
      ) {
        const ready = readyAt(s, action);
        if (ready === undefined) break;
        const start = Math.max(free[s], ready);
        free[s] = start + (action.type === "forward" ? F : B);
        ends.set(keyOf(schedule, s, action), free[s]);
        timed[s].push({ ...action, start, end: free[s] });
        moved = true;
      }
    }
  }
  requireEnd(schedule, timed);
  const makespan = Math.max(...free);
  const busy = timed.flat().reduce((sum, { start, end }) => sum + end - start, 0);
  return { timed, makespan, bubble: 1 - busy / (p * makespan), peakStored: timed.map(peakOf) };
}

/** Part k = chunk p + stage. */
function partOf({ nStages: p }: Schedule, s: number, { chunk }: Action): number {
  return chunk * p + s;
}

function keyOf(schedule: Schedule, s: number, action: Action): string {
  return `${action.type} ${action.microBatch} ${partOf(schedule, s, action)}`;
}

/** A forward needs that of the part before; a backward its own forward, and the backward of the part behind. */
function needsOf(schedule: Schedule, s: number, action: Action): { stage: number; key: string }[] {
  const { nStages: p, nChunks: v } = schedule;
  const { type, microBatch: j } = action;
  const k = partOf(schedule, s, action);
  const of = (t: Action["type"], part: number) => ({ stage: part % p, key: `${t} ${j} ${part}` });
  if (type === "forward") return k === 0 ? [] : [of("forward", k - 1)];
  return k === p * v - 1 ? [of("forward", k)] : [of("forward", k), of("backward", k + 1)];
}

/** Every part has one forward and one backward of every micro-batch, each in ascending order. */
function checkActions({ actions, nStages, nChunks, nMicroBatches }: Schedule): void {
  if (actions.length !== nStages)
    throw new ScheduleFault(`Expected actions of ${nStages} workers, got ${actions.length}.`);
  actions.forEach((list, s) => {
    for (let chunk = 0; chunk < nChunks; chunk++) {
      for (const type of ["forward", "backward"] as const) {
        const got = list.filter((action) => action.type === type && action.chunk === chunk);
        const fits = got.length === nMicroBatches && got.every(({ microBatch }, j) => microBatch === j);
        if (fits) continue;
        const order = got.map(({ microBatch }) => microBatch).join(", ");
        throw new ScheduleFault(
          `Expected ${type}s of micro-batches 0…${nMicroBatches - 1} in this order for chunk ${chunk} of worker ${s}, got [${order}].`,
        );
      }
    }
    const known = list.length === 2 * nChunks * nMicroBatches;
    if (!known) throw new ScheduleFault(`Worker ${s} has actions of chunks that it does not hold.`);
  });
}

function requireEnd(schedule: Schedule, timed: readonly (readonly TimedAction[])[]): void {
  const stuck = schedule.actions.findIndex((list, s) => timed[s].length < list.length);
  if (stuck < 0) return;
  const { type, microBatch, chunk } = schedule.actions[stuck][timed[stuck].length];
  throw new ScheduleFault(
    `Worker ${stuck} waits forever to do the ${type} of micro-batch ${microBatch} in chunk ${chunk}: what it needs comes behind it.`,
  );
}

function peakOf(timed: readonly TimedAction[]): number {
  let [stored, peak] = [0, 0];
  for (const { type } of timed) {
    stored += type === "forward" ? 1 : -1;
    peak = Math.max(peak, stored);
  }
  return peak;
}
