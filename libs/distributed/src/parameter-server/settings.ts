import {
  checkOptions,
  chooseByName,
  type Label,
  type LossName,
  type OptimizerName,
  type PenaltyName,
  type Task,
} from "@chimera/algorithms";
import { checkSettings } from "./check-settings.ts";
import { modelSourceOf, type GradientEstimator } from "./model-source.ts";

/** What a user may set on `ParameterServerMaster`. */
export interface ParameterServerOptions {
  /**
   * Of the built-in linear model: `squared_error` (regressor) or `log_loss` (classifier; one-vs-all above two classes).
   * Default: the task's. An estimator has its own: leave it out.
   */
  loss?: LossName;
  /** Most rounds, an integer ≥ 1. Default 100. */
  maxIter?: number;
  /**
   * Stop when every |component| of the mean gradient (with the penalty's smooth part) or mean update is below this, ≥ 0.
   * With an l1 penalty the gradient need not become small. Default 1e-11.
   */
  epsilon?: number;
  /** `gradient`: one step of the master per round; `local-epochs`: SGD on the workers, updates averaged. Default `gradient`. */
  mode?: "gradient" | "local-epochs";
  /** Step size > 0 of the master's optimizer, or of the workers' SGD. Default 0.1 (gradient) or 0.01 (local-epochs). */
  learningRate?: number;
  /** The master's optimizer in gradient mode. Default `sgd`. */
  optimizer?: OptimizerName;
  /** What keeps the weights small (never the bias): `l2`, `l1`, `elasticnet`, or `null` for none. Default `l2`. */
  penalty?: PenaltyName | null;
  /** Strength ≥ 0 of the penalty. Default 1e-4. */
  alpha?: number;
  /** The share of l1 in `elasticnet`, 0…1. Default 0.15. */
  l1Ratio?: number;
  /** Rows a worker draws per round in gradient mode, an integer ≥ 1, or `null` for its whole shard. Default `null`. */
  batchSize?: number | null;
  /** Epochs a worker does per round in local-epochs mode, an integer ≥ 1. Default 1. */
  epochs?: number;
  /**
   * Rows per step of SGD in local-epochs mode, an integer ≥ 1. Default 32. For an estimator's model: the linear model
   * steps row by row.
   */
  localBatchSize?: number;
  /** Whether features are scaled to mean 0 and variance 1 over all shards (exactly merged; no row travels). Default false. */
  standardize?: boolean;
  /**
   * Whether the trained model is the mean of θ over the rounds (Polyak–Ruppert); an integer ≥ 1: from that round on, and
   * the last θ when training ends before it. Default false.
   */
  average?: boolean | number;
  /** Whether each worker holds out rows, and training stops when the loss on them no longer falls. Default false. */
  earlyStopping?: boolean;
  /** Share of its rows that each worker holds out (at least one, never all), between 0 and 1. Default 0.1. */
  validationFraction?: number;
  /** Rounds in a row without a fall by more than `tol` after which training stops, an integer ≥ 1. Default 5. */
  nIterNoChange?: number;
  /** By how much the validation loss must fall below the best so far, ≥ 0. Default 1e-3. */
  tol?: number;
  /**
   * Weights of the classes in the loss: `balanced` (n / (K n_c), counted over all shards), or an object label → weight ≥ 0
   * (1 for a class that is not in it), or `null`. Default `null`.
   */
  classWeight?: "balanced" | Record<Label, number> | null;
  /** Seed of every random choice, an integer ≥ 0. Default 0. */
  seed?: number;
}

export type ParameterServerSettings = Required<Omit<ParameterServerOptions, "loss">> & {
  task: Task;
  /** The loss of the built-in linear model; `null` when an estimator is trained. */
  loss: LossName | null;
  /** Name and parameters of the estimator that is trained; `null` for the built-in linear model. */
  estimator: string | null;
  /** The step size of each mode: the agreed mode may be another than the one asked for. */
  learningRates: Record<ParameterServerMode, number>;
};

type ParameterServerMode = NonNullable<ParameterServerOptions["mode"]>;

const LEARNING_RATES = { gradient: 0.1, "local-epochs": 0.01 } as const;
const DEFAULTS: Omit<Required<ParameterServerOptions>, "loss" | "learningRate"> = {
  maxIter: 100,
  epsilon: 1e-11,
  mode: "gradient",
  optimizer: "sgd",
  penalty: "l2",
  alpha: 1e-4,
  l1Ratio: 0.15,
  batchSize: null,
  epochs: 1,
  localBatchSize: 32,
  standardize: false,
  average: false,
  earlyStopping: false,
  validationFraction: 0.1,
  nIterNoChange: 5,
  tol: 1e-3,
  classWeight: null,
  seed: 0,
};

/**
 * Fills in the defaults and checks every option.
 *
 * @throws ParameterError that names the option, its rule and the value; also for an option that does not exist.
 */
export function resolveSettings(
  taskOrEstimator: Task | GradientEstimator,
  options: ParameterServerOptions,
): ParameterServerSettings {
  checkOptions({ ...DEFAULTS, loss: undefined, learningRate: undefined }, options);
  const { task, loss, estimator } = modelSourceOf(taskOrEstimator, options.loss);
  const learningRate = chooseByName(LEARNING_RATES, "mode", options.mode ?? "gradient");
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const learningRates = {
    gradient: options.learningRate ?? LEARNING_RATES.gradient,
    "local-epochs": options.learningRate ?? LEARNING_RATES["local-epochs"],
  };
  const settings: ParameterServerSettings = {
    ...DEFAULTS,
    learningRate,
    ...Object.fromEntries(given),
    task,
    loss,
    estimator,
    learningRates,
  };
  checkSettings(settings);
  return settings;
}
