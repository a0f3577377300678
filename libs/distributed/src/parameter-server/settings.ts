import {
  checkOptions,
  chooseByName,
  ParameterError,
  type Label,
  type OptimizerName,
  type PenaltyName,
  type ScheduleName,
  type Task,
} from "@chimera/algorithms";
import { checkSettings } from "./check-settings.ts";
import { modelSourceOf, type GradientEstimator } from "./model-source.ts";

/** What a user may set on `ParameterServerMaster`. */
export interface ParameterServerOptions {
  /**
   * Of the built-in linear model. Classifier: `log_loss` (default), `hinge`, `squared_hinge`, `modified_huber`,
   * `perceptron`, each one-vs-all above two classes, or `softmax`. Regressor: `squared_error` (default), `huber`,
   * `epsilon_insensitive`, `squared_epsilon_insensitive`, `quantile`, `poisson`. Or an expression in `y` (±1 for a
   * classifier) and the score `p`, which is read when the program starts. An estimator has its own: leave it out.
   */
  loss?: string;
  /** ε ≥ 0 of the losses `huber`, `epsilon_insensitive` and `squared_epsilon_insensitive`. Default 0.1. */
  lossEpsilon?: number;
  /** q of the loss `quantile`, above 0 and below 1. Default 0.5. */
  quantile?: number;
  /** Whether the linear model learns biases. Default true. */
  fitIntercept?: boolean;
  /** Most rounds, an integer ≥ 1. Default 100. */
  maxIter?: number;
  /**
   * Stop when every |component| of the mean gradient (with the penalty's smooth part) or mean update is below this, ≥ 0.
   * With an l1 penalty the gradient need not become small. Default 1e-11.
   */
  epsilon?: number;
  /** `gradient`: one step of the master per round; `local-epochs`: SGD on the workers, updates averaged. Default `gradient`. */
  mode?: "gradient" | "local-epochs";
  /**
   * Step size > 0 of the master's optimizer, or of the workers' SGD; or a schedule of it: `constant`, `optimal`,
   * `invscaling` or `adaptive`. A schedule's step t is the round in gradient mode; in local-epochs mode it is a worker's
   * row (batch, for an estimator), counted over its rounds, but for `adaptive`, which goes by the loss of the rounds.
   * Default 0.1 (gradient) or 0.01 (local-epochs).
   */
  learningRate?: number | ScheduleName;
  /** First step size > 0 of a schedule; not used by `optimal`. Default 0.1 (gradient) or 0.01 (local-epochs). */
  eta0?: number;
  /** The exponent of `invscaling`, finite. Default 0.25. */
  powerT?: number;
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

export type ParameterServerSettings = Required<
  Omit<ParameterServerOptions, "loss" | "learningRate" | "eta0">
> & {
  task: Task;
  /** The loss of the built-in linear model, a name or an expression; `null` when an estimator is trained. */
  loss: string | null;
  /** Name and parameters of the estimator that is trained; `null` for the built-in linear model. */
  estimator: string | null;
  schedule: ScheduleName;
  /** η₀ in the mode asked for. */
  learningRate: number;
  /** η₀ in each mode: the agreed mode may be another than the one asked for. */
  learningRates: Record<ParameterServerMode, number>;
};

type ParameterServerMode = NonNullable<ParameterServerOptions["mode"]>;

const LEARNING_RATES = { gradient: 0.1, "local-epochs": 0.01 } as const;
const DEFAULTS: Omit<Required<ParameterServerOptions>, "loss" | "learningRate" | "eta0"> = {
  lossEpsilon: 0.1,
  quantile: 0.5,
  fitIntercept: true,
  maxIter: 100,
  epsilon: 1e-11,
  mode: "gradient",
  powerT: 0.25,
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
  const unknown = { loss: undefined, learningRate: undefined, eta0: undefined };
  checkOptions({ ...DEFAULTS, ...unknown }, options);
  const { task, loss, estimator } = modelSourceOf(taskOrEstimator, options.loss);
  const { learningRate, eta0, ...others } = options;
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  const mode = options.mode ?? DEFAULTS.mode;
  chooseByName(LEARNING_RATES, "mode", mode);
  const { schedule, learningRates } = stepSizes(learningRate, eta0);
  const settings: ParameterServerSettings = {
    ...DEFAULTS,
    ...Object.fromEntries(given),
    task,
    loss,
    estimator,
    schedule,
    learningRate: learningRates[mode],
    learningRates,
  };
  checkSettings(settings);
  return settings;
}

/** A number is a step size that stays; a name is a schedule that starts at eta0. */
function stepSizes(
  learningRate: number | ScheduleName | undefined,
  eta0: number | undefined,
): Pick<ParameterServerSettings, "schedule" | "learningRates"> {
  const isSchedule = typeof learningRate === "string";
  if (!isSchedule && eta0 !== undefined) {
    throw new ParameterError("eta0", "be left out unless learningRate is the name of a schedule", eta0);
  }
  const first = isSchedule ? eta0 : learningRate;
  return {
    schedule: isSchedule ? learningRate : "constant",
    learningRates: {
      gradient: first ?? LEARNING_RATES.gradient,
      "local-epochs": first ?? LEARNING_RATES["local-epochs"],
    },
  };
}
