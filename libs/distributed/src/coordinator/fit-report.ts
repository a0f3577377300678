import type { WorkerName } from "./coordinator.ts";

/** How a fit went for one worker. */
export interface WorkerReport {
  name: WorkerName;
  state: "ok" | "failed";
  /** Rows of its shard; `null` when it never said (a legacy worker, or one that failed at once). */
  nSamples: number | null;
  /** Rounds it answered. */
  rounds: number;
  /** Bagging with `oobScore`: its own learner on the rows that learner did not see; the score `null` without such rows. */
  outOfBag?: { nSamples: number; score: number | null };
  /** What it was asked when it failed, e.g. `describe` or `gradient`, in which round, and why. */
  failure?: { order: string; round: number; reason: string };
}

/** The workers of a pipeline that hold the same part of the network, one in each replica. */
export interface ReplicaGroup {
  stage: number;
  rank: number;
  workers: WorkerName[];
  /** Of their weights after the last round, in hexadecimal; all of them told the same. */
  hash: string;
}

/** What every fit tells its client besides the model. */
export interface FitReport {
  /** `ok`: every worker took part to the end; `partial`: some failed. (None left is an error, not a report.) */
  fit: "ok" | "partial";
  /** Rounds done; 1 for an aggregation fit. */
  iterations: number;
  /** Whether the largest component of the mean gradient (or mean update) fell below `epsilon`. */
  converged: boolean;
  /** Mean loss over all rows in the last round, without penalty; `null` where the algorithm has none. */
  finalLoss: number | null;
  /**
   * Bagging: accuracy or r² of the workers' single learners, each on the rows that it did not see, over all such rows;
   * `null` when there are none. (Not the ensemble's score, which is usually better.)
   */
  oobScore?: number | null;
  /** A pipeline of several replicas: whose weights were compared after the last round, as after every round, and are equal. */
  replicas?: ReplicaGroup[];
  workers: WorkerReport[];
  /** Remarks a user should read: what was changed or assumed. */
  notes: string[];
}
