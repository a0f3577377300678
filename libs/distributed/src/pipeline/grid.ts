import type { WorkerName } from "../coordinator/coordinator.ts";

/** How the workers of a pipeline are arranged: R replicas of P stages of T ranks. */
export interface Grid {
  /** R, copies of the whole network, each of which learns from rows of its own. */
  readonly nReplicas: number;
  /** P, workers one behind the other. */
  readonly nStages: number;
  /** T, workers that share the layers of one stage. */
  readonly nRanks: number;
  /** Their names: worker (r P + s) T + t sits at replica r, stage s, rank t. */
  readonly workers: readonly WorkerName[];
}

/** A worker's place. */
export interface Seat {
  readonly replica: number;
  readonly stage: number;
  readonly rank: number;
}

export function seatOf({ nStages, nRanks, workers }: Grid, worker: WorkerName): Seat {
  const at = workers.indexOf(worker);
  return {
    replica: Math.floor(at / (nStages * nRanks)),
    stage: Math.floor(at / nRanks) % nStages,
    rank: at % nRanks,
  };
}

export function workerAt({ nStages, nRanks, workers }: Grid, { replica, stage, rank }: Seat): WorkerName {
  return workers[(replica * nStages + stage) * nRanks + rank];
}

/** The part of the network that a stage holds as its chunk c: c P + s. */
export function partOf({ nStages }: Grid, stage: number, chunk: number): number {
  return chunk * nStages + stage;
}

/** Where part k is held: by stage k mod P, as its chunk ⌊k / P⌋. */
export function placeOfPart({ nStages }: Grid, part: number): { stage: number; chunk: number } {
  return { stage: part % nStages, chunk: Math.floor(part / nStages) };
}

/** Those who hold the same weights: the same stage and rank in every replica. */
export function replicasOf(grid: Grid, seat: Seat): WorkerName[] {
  return Array.from({ length: grid.nReplicas }, (_, replica) => workerAt(grid, { ...seat, replica }));
}

/** Those who share the layers of a stage. */
export function ranksOf(grid: Grid, seat: Seat): WorkerName[] {
  return Array.from({ length: grid.nRanks }, (_, rank) => workerAt(grid, { ...seat, rank }));
}

/** All workers of one replica. */
export function membersOfReplica({ nStages, nRanks, workers }: Grid, replica: number): WorkerName[] {
  const size = nStages * nRanks;
  return workers.slice(replica * size, (replica + 1) * size);
}
