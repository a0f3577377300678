import type { Label, Task } from "@chimera/algorithms";

/**
 * What the parameter server asks its workers. Every order is safe to repeat: an answer depends on nothing but the
 * order, the worker's rows and what `prepare` fixed.
 */
export type ParameterServerOrder =
  | { type: "describe"; moments: boolean }
  | PrepareOrder
  | { type: "gradient"; fitId: string; round: number; parameters: Float64Array }
  | { type: "local-epochs"; fitId: string; round: number; parameters: Float64Array };

/** What all workers agreed on, and how they shall compute. */
export interface PrepareOrder {
  type: "prepare";
  fitId: string;
  /** Order of the features in the parameter vector. */
  columns: string[];
  /** The agreed classes, sorted; `null` for a regressor. */
  classes: Label[] | null;
  /** (x − mean) / scale for every column, or `null` for raw features. */
  scaling: { mean: number[]; scale: number[] } | null;
  /** Each worker seeds its stream by hash(seed, its name). */
  seed: number;
  computation: Computation;
}

export type Computation =
  /** batchSize: rows drawn per round; `null` for the whole shard. */
  | { mode: "gradient"; batchSize: number | null }
  /** E epochs of SGD at the master's parameters; alpha: strength of the L2 penalty. */
  | { mode: "local-epochs"; epochs: number; learningRate: number; alpha: number };

export type ParameterServerAnswer =
  | WorkerDescription
  | { type: "prepared" }
  /** The loss or a component of the answer is no finite number; `loss` is what it became, as text. */
  | { type: "diverged"; loss: string }
  /** Mean gradient over the rows used; `nSamples` is its weight: the rows of the shard. */
  | { type: "gradient"; gradient: Float64Array; loss: number; nSamples: number }
  /** update = parameters before − after: the master subtracts it. `null`: not told (by a legacy worker). */
  | { type: "update"; update: Float64Array; loss: number | null; nSamples: number | null };

/** What a worker says of itself before round 1. */
export interface WorkerDescription {
  type: "description";
  task: Task;
  /** Name of the loss it computes, e.g. `log_loss`. `null`: unknown (a legacy worker). */
  loss: string | null;
  /** Feature names, trimmed and in lower case, in the order of its file. */
  columns: string[];
  /** `null`: unknown (a legacy worker). */
  nSamples: number | null;
  /** Sorted labels seen on its shard; `null` for a regressor. */
  classes: Label[] | null;
  /** What it can compute. */
  modes: Computation["mode"][];
  /** Name of the numeric kernel, recorded because it decides the last bits. */
  kernel: string;
  /** Present when asked for: per column (in this worker's order) mean and sum of squared deviations. */
  moments?: { mean: number[]; m2: number[] };
}
