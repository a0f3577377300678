import {
  checkIntegerAtLeast,
  checkNonNegative,
  checkOptions,
  chooseByName,
  createOptimizer,
  ParameterError,
  type LossName,
  type OptimizerName,
  type Task,
} from "@chimera/algorithms";

/** What a user may set on `ParameterServerMaster`. */
export interface ParameterServerOptions {
  /** `squared_error` (regressor) or `log_loss` (classifier; one-vs-all above two classes). Default: the task's. */
  loss?: LossName;
  /** Most rounds, an integer ≥ 1. Default 100. */
  maxIter?: number;
  /** Stop when every |component| of the mean gradient (with penalty) or mean update is below this, ≥ 0. Default 1e-11. */
  epsilon?: number;
  /** `gradient`: one step of the master per round; `local-epochs`: SGD on the workers, updates averaged. Default `gradient`. */
  mode?: "gradient" | "local-epochs";
  /** Step size > 0 of the master's optimizer, or of the workers' SGD. Default 0.1 (gradient) or 0.01 (local-epochs). */
  learningRate?: number;
  /** The master's optimizer in gradient mode. Default `sgd`. */
  optimizer?: OptimizerName;
  /** Strength ≥ 0 of the penalty alpha/2 ‖w‖² (never on the bias). Default 1e-4. */
  alpha?: number;
  /** Rows a worker draws per round in gradient mode, an integer ≥ 1, or `null` for its whole shard. Default `null`. */
  batchSize?: number | null;
  /** Epochs a worker does per round in local-epochs mode, an integer ≥ 1. Default 1. */
  epochs?: number;
  /** Whether features are scaled to mean 0 and variance 1 over all shards (exactly merged; no row travels). Default false. */
  standardize?: boolean;
  /** Seed of every random choice, an integer ≥ 0. Default 0. */
  seed?: number;
}

export type ParameterServerSettings = Required<ParameterServerOptions> & {
  task: Task;
  /** The step size of each mode: the agreed mode may be another than the one asked for. */
  learningRates: Record<ParameterServerMode, number>;
};

type ParameterServerMode = NonNullable<ParameterServerOptions["mode"]>;

const LOSS_OF_TASK = { classifier: "log_loss", regressor: "squared_error" } as const;
const LEARNING_RATES = { gradient: 0.1, "local-epochs": 0.01 } as const;
const DEFAULTS: Omit<Required<ParameterServerOptions>, "loss" | "learningRate"> = {
  maxIter: 100,
  epsilon: 1e-11,
  mode: "gradient",
  optimizer: "sgd",
  alpha: 1e-4,
  batchSize: null,
  epochs: 1,
  standardize: false,
  seed: 0,
};

/**
 * Fills in the defaults and checks every option.
 *
 * @throws ParameterError that names the option, its rule and the value; also for an option that does not exist.
 */
export function resolveSettings(task: Task, options: ParameterServerOptions): ParameterServerSettings {
  const loss = chooseByName(LOSS_OF_TASK, "task", task);
  checkOptions({ ...DEFAULTS, loss, learningRate: undefined }, options);
  const learningRate = chooseByName(LEARNING_RATES, "mode", options.mode ?? "gradient");
  const defaults = { ...DEFAULTS, loss, learningRate };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const learningRates = {
    gradient: options.learningRate ?? LEARNING_RATES.gradient,
    "local-epochs": options.learningRate ?? LEARNING_RATES["local-epochs"],
  };
  const settings: ParameterServerSettings = {
    ...defaults,
    task,
    learningRates,
    ...Object.fromEntries(given),
  };
  if (settings.loss !== loss) throw new ParameterError("loss", `be ${loss} for a ${task}`, settings.loss);
  createOptimizer(settings.optimizer, settings);
  checkIntegerAtLeast(1, "maxIter", settings.maxIter);
  checkIntegerAtLeast(1, "epochs", settings.epochs);
  checkIntegerAtLeast(0, "seed", settings.seed);
  checkNonNegative("epsilon", settings.epsilon);
  checkNonNegative("alpha", settings.alpha);
  if (settings.batchSize !== null) checkIntegerAtLeast(1, "batchSize", settings.batchSize);
  if (typeof settings.standardize !== "boolean") {
    throw new ParameterError("standardize", "be true or false", settings.standardize);
  }
  return settings;
}

/** The loss a worker computes. @throws ParameterError when it is not one for the task. */
export function resolveLoss(
  task: Task,
  loss?: ParameterServerOptions["loss"],
): ParameterServerSettings["loss"] {
  return resolveSettings(task, { loss }).loss;
}
