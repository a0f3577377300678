import type { Task } from "@chimera/algorithms";

/** What a user may set on `ParameterServerMaster`. */
export interface ParameterServerOptions {
  /** `squared_error` (regressor) or `log_loss` (classifier; one-vs-all above two classes). Default: the task's. */
  loss?: "squared_error" | "log_loss";
  /** Most rounds, an integer ≥ 1. Default 100. */
  maxIter?: number;
  /** Stop when every component of the update's source (mean gradient or mean update) is below, ≥ 0. Default 1e-11. */
  epsilon?: number;
  /** `gradient`: one step of the master per round; `local-epochs`: SGD on the workers, updates averaged. Default `gradient`. */
  mode?: "gradient" | "local-epochs";
  /** Step size > 0 of the master's optimizer, or of the workers' SGD. Default 0.1 (gradient) or 0.01 (local-epochs). */
  learningRate?: number;
  /** The master's optimizer in gradient mode. Default `sgd`. */
  optimizer?: "sgd" | "momentum" | "adam";
  /** Strength ≥ 0 of the penalty alpha/2 ‖w‖² (never on the bias). Default 1e-4. */
  alpha?: number;
  /** Rows a worker draws per round in gradient mode, an integer ≥ 1, or `null` for its whole shard. Default `null`. */
  batchSize?: number | null;
  /** Epochs a worker does per round in local-epochs mode, an integer ≥ 1. Default 1. */
  epochs?: number;
  /** Whether features are scaled to mean 0 and variance 1 over all shards (exactly merged; no row travels). Default false. */
  standardize?: boolean;
  /** Seed of every random choice, an integer. Default 0. */
  seed?: number;
}

export type ParameterServerSettings = Required<ParameterServerOptions> & { task: Task };
