import type { Label, PenaltyName, ScheduleName, Task } from "@chimera/algorithms";
import type { LinearOptions } from "./model-source.ts";

/**
 * What the parameter server asks its workers. Every order is safe to repeat: an answer depends on nothing but the
 * order, the worker's rows and what `prepare` fixed.
 */
export type ParameterServerOrder =
  | DescribeOrder
  | PrepareOrder
  | { type: "gradient"; fitId: string; round: number; parameters: Float64Array }
  | LocalEpochsOrder;

export interface LocalEpochsOrder {
  type: "local-epochs";
  fitId: string;
  round: number;
  parameters: Float64Array;
  /** The step size of this round, where it does not follow from the computation and the round (`adaptive`). */
  learningRate?: number;
}

export interface DescribeOrder {
  type: "describe";
  /** Whether it shall tell the moments of its columns. */
  moments: boolean;
  /** Whether it shall tell how many rows it has of each class. */
  classCounts?: boolean;
}

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
  /** Weight of each class in the loss, in the order of `classes`. Default: all 1. */
  classWeights?: number[];
  /** Of the linear model, beside its loss. Default: those of `LinearOptions`. */
  linear?: LinearOptions;
  /** Share of its rows that the worker holds out, between 0 and 1, to tell the loss on them. Default: none. */
  validationFraction?: number;
}

export type Computation =
  /** batchSize: rows drawn per round; `null` for the whole shard. */
  { mode: "gradient"; batchSize: number | null } | LocalEpochs;

/** Epochs of SGD on the worker's rows, from the master's parameters. */
export interface LocalEpochs {
  mode: "local-epochs";
  epochs: number;
  /** η₀ of the schedule. */
  learningRate: number;
  /** How the step size changes from step to step, counted over rounds. */
  schedule: ScheduleName;
  /** The exponent of `invscaling`. */
  powerT: number;
  /** What keeps the weights small, and its strength; `l1Ratio` is the share of l1 in `elasticnet`. */
  penalty: PenaltyName | null;
  alpha: number;
  l1Ratio: number;
  /** Rows per step, for a model that is not linear (a linear one steps row by row). */
  batchSize: number;
}

export type ParameterServerAnswer =
  | WorkerDescription
  | { type: "prepared" }
  /** The loss or a component of the answer is no finite number; `loss` is what it became, as text. */
  | { type: "diverged"; loss: string }
  /** Mean gradient over the rows used; `nSamples` is its weight: the rows of the shard that it trains on. */
  | { type: "gradient"; gradient: Float64Array; loss: number; nSamples: number; validation?: Validation }
  /** update = parameters before − after: the master subtracts it. `null`: not told (by a legacy worker). */
  | {
      type: "update";
      update: Float64Array;
      loss: number | null;
      nSamples: number | null;
      validation?: Validation;
    };

/** Mean loss over the rows a worker holds out, at the parameters it was sent, and how many rows these are. */
export interface Validation {
  loss: number;
  nSamples: number;
}

/** What a worker says of itself before round 1. */
export interface WorkerDescription {
  type: "description";
  task: Task;
  /** The loss of its linear model, e.g. `log_loss`, or an expression. `null`: unknown (a legacy worker), or see `model`. */
  loss: string | null;
  /** Name and parameters of the estimator it trains, when that is not the built-in linear model. */
  model?: string;
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
  /** Present when asked for: how many rows it has of each of its classes. */
  classCounts?: number[];
}
