import {
  checkOptions,
  checkPositive,
  chooseByName,
  ParameterError,
  type DType,
  type LayerConfig,
  type LayerMaker,
  type OptimizerName,
  type OptimizerOptions,
  type Shape,
  type Task,
} from "@chimera/algorithms";
import { checkSettings } from "./check-settings.ts";
import { requireLayers, type LayeredEstimator } from "./layered-estimator.ts";
import type { ScheduleName } from "./schedules/index.ts";
import {
  refuseUnheeded,
  STEP_SIZE_DEFAULTS,
  type StepSizeOptions,
  type StepSizeSettings,
} from "./step-sizes.ts";

/** What a user may set on `PipelineMaster`. */
export interface PipelineOptions extends Omit<OptimizerOptions, "learningRate">, StepSizeOptions {
  /**
   * The network, first layer to last, as `dense(10)` and its like make them. It has to be given, but for an estimator, which
   * brings its own: then `layers`, `inputShape` and `dtype` are left out.
   */
  layers?: readonly LayerConfig[];
  /** Of one example; as many numbers as there are feature columns, e.g. `[8, 8, 1]` for 64. Default: one axis. */
  inputShape?: Shape;
  /** Users' own types of layers, by the `type` of their configs; the workers must be given the same. */
  layerTypes?: Readonly<Record<string, LayerMaker>>;
  /** `float32` (default) or `float64`: what weights, activations and gradients are stored and computed in. */
  dtype?: DType;
  /**
   * Into how many stages the layers are cut, or, first to last, how many layers each of them has (with the schedule
   * `interleaved`: each of the stages × chunks parts). Default: as many as there are workers for.
   */
  stages?: number | readonly number[];
  /** What a cut by number evens out: the layers' FLOPs, or their times, measured before training on one worker. Default `flops`. */
  balance?: "flops" | "time";
  /** In which order a stage computes: `naive`, `gpipe`, `1f1b` or `interleaved`. All learn the same, bit for bit. Default `1f1b`. */
  schedule?: ScheduleName;
  /** v, parts of the network that each worker holds with the schedule `interleaved`, 2…60. Default 2. */
  chunks?: number;
  /** m ≥ 1, how many micro-batches a replica's share of a batch is cut into. Default 4. */
  microBatches?: number;
  /** R ≥ 1, copies of the pipeline, each of which learns from its share of every batch. Default 1. */
  replicas?: number;
  /** T ≥ 1, workers that share the dense layers of a stage, by columns and by rows. Default 1. */
  tensorParallel?: number;
  /** Rows of a batch over all replicas, at most; see `Batches`. Default 64. */
  batchSize?: number;
  /** How often all rows are learnt from, ≥ 1. Default 20. */
  epochs?: number;
  /** Into how many rounds of the master an epoch's steps are divided, ≥ 1. Default 1. */
  roundsPerEpoch?: number;
  /** Whether the rows are put in another random order in every epoch. Default true. */
  shuffle?: boolean;
  /**
   * Of the outputs: `cross_entropy` (classifier's default, one output for each class), `binary_cross_entropy` (two classes,
   * one output: the default for an estimator with one), `squared_error` (regressor's default), `huber`, …, or an expression
   * in `y` and `p`.
   */
  loss?: string;
  /** Default `adam`; its options (`momentum`, `beta1`, `beta2`, `decay`, `epsilon`, `weightDecay`) stand beside it. */
  optimizer?: OptimizerName;
  /** c > 0: gradients are shortened so that the norm of all together is at most c. `null`: they are not. Default `null`. */
  clipNorm?: number | null;
  /**
   * `true`: every feature is scaled to mean 0 and variance 1; `"jointly"`: all of them by one mean and one deviation, as the
   * pixels of images are; `false`: none. Default `true`.
   */
  standardize?: boolean | "jointly";
  /** After every so many rounds the master keeps a copy of all weights to resume from, ≥ 1; `null`: never. Default 1. */
  checkpointEvery?: number | null;
  /** Seed of every random choice, an integer ≥ 0. Default 0. */
  seed?: number;
}

export type PipelineSettings = Required<
  Omit<PipelineOptions, keyof Optionals | "loss" | "learningRate" | "eta0">
> &
  StepSizeSettings & {
    task: Task;
    /** Whose network is trained; `null`: that of `layers`, `inputShape` and `dtype`. */
    estimator: LayeredEstimator | null;
    /** `null`: of an estimator, by its outputs. */
    loss: string | null;
    /** `null`: one axis, as long as there are columns. */
    inputShape: Shape | null;
    /** `null`: as many as there are workers for. */
    stages: number | readonly number[] | null;
    /** v; 1 for all schedules but `interleaved`. */
    chunks: number;
    /** What the optimizer is told besides its step size. */
    optimizerOptions: Omit<OptimizerOptions, "learningRate">;
  };

type Optionals = Pick<PipelineOptions, "inputShape" | "stages"> & Omit<OptimizerOptions, "learningRate">;

const DEFAULTS = {
  layerTypes: {},
  dtype: "float32",
  balance: "flops",
  schedule: "1f1b",
  microBatches: 4,
  replicas: 1,
  tensorParallel: 1,
  batchSize: 64,
  epochs: 20,
  roundsPerEpoch: 1,
  shuffle: true,
  optimizer: "adam",
  ...STEP_SIZE_DEFAULTS,
  clipNorm: null,
  standardize: true,
  checkpointEvery: 1,
  seed: 0,
} satisfies Partial<PipelineOptions>;

const OPTIMIZER_OPTIONS = { momentum: 0, beta1: 0, beta2: 0, decay: 0, epsilon: 0, weightDecay: 0 };
const OTHERS = { layers: 0, inputShape: 0, stages: 0, chunks: 0, loss: 0, learningRate: 0, eta0: 0 };
/** What an estimator says itself. */
const OF_THE_NETWORK = ["layers", "inputShape", "dtype"] as const;
const LOSSES = { classifier: "cross_entropy", regressor: "squared_error" } as const;
const LEARNING_RATE = 1e-3;

/**
 * Fills in the defaults and checks every option that can be checked without data.
 *
 * @param taskOrEstimator a task stands for the network of the option `layers`.
 * @param ofTheCaller options that it heeds itself, to be named among those that there are.
 * @throws ParameterError that names the option, its rule and the value; also for an option that does not exist, or the
 *     method that the estimator lacks.
 */
export function resolvePipeline(
  taskOrEstimator: Task | LayeredEstimator,
  options: PipelineOptions,
  ofTheCaller: object = {},
): PipelineSettings {
  const estimator = typeof taskOrEstimator === "object" && taskOrEstimator !== null ? taskOrEstimator : null;
  if (estimator !== null) requireLayers(estimator);
  const task = estimator?.task ?? (taskOrEstimator as Task);
  const defaultLoss = chooseByName(LOSSES, "task", task);
  checkOptions({ ...DEFAULTS, ...OPTIMIZER_OPTIONS, ...OTHERS, ...ofTheCaller }, options);
  const given = withoutUndefined(options);
  const all = { ...DEFAULTS, ...given };
  const {
    learningRate = LEARNING_RATE,
    eta0,
    chunks,
    momentum,
    beta1,
    beta2,
    decay,
    epsilon,
    weightDecay,
  } = all;
  const isSchedule = typeof learningRate === "string";
  refuseUnheeded(isSchedule ? learningRate : null, given);
  if (eta0 !== undefined) checkPositive("eta0", eta0);
  if (estimator !== null) refuseOwnNetwork(estimator, given);
  const settings: PipelineSettings = {
    ...all,
    layers: all.layers ?? [],
    task,
    estimator,
    inputShape: all.inputShape ?? null,
    stages: all.stages ?? null,
    chunks: chunks ?? (all.schedule === "interleaved" ? 2 : 1),
    loss: all.loss ?? (estimator === null ? defaultLoss : null),
    learningRateSchedule: isSchedule ? learningRate : "constant",
    learningRate: isSchedule ? (eta0 ?? LEARNING_RATE) : learningRate,
    optimizerOptions: withoutUndefined({ momentum, beta1, beta2, decay, epsilon, weightDecay }),
  };
  checkSettings(settings);
  return settings;
}

function withoutUndefined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** @throws ParameterError for what the estimator says itself, and for what needs the layers before the data are known. */
function refuseOwnNetwork({ name }: LayeredEstimator, options: Partial<PipelineOptions>): void {
  for (const option of OF_THE_NETWORK) {
    if (options[option] !== undefined)
      throw new ParameterError(option, `be left out for ${name}, whose network has its own`, options[option]);
  }
  if (options.balance === "time" && !Array.isArray(options.stages))
    throw new ParameterError("balance", `be flops for ${name}, or stages a list`, options.balance);
}

/** P, where the user says it. */
export function stagesWanted({ stages, chunks }: PipelineSettings): number | null {
  return typeof stages === "number" || stages === null ? stages : stages.length / chunks;
}
