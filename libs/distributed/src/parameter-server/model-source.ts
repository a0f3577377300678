import {
  chooseByName,
  chooseLoss,
  isExpression,
  LinearModel,
  outputsOf,
  ParameterError,
  readyLoss,
  type GradientModel,
  type LossOptions,
  type ModelShape,
  type PlainData,
  type Task,
} from "@chimera/algorithms";

/**
 * What the parameter server needs of an estimator: it is never fitted here, it only says what its model is. Every
 * estimator with `gradient` is one.
 */
export interface GradientEstimator {
  /** The class name. */
  readonly name: string;
  readonly task: Task;
  /** With its name these are what master and workers compare. */
  getParams(): PlainData;
  gradient(shape: ModelShape): GradientModel;
  /** Loads what `gradient` needs. Default: nothing. */
  ready?(): Promise<void>;
}

/** What the linear model needs to know beside its loss and shape. */
export interface LinearOptions extends LossOptions {
  /** Whether biases are learnt. Default true. */
  fitIntercept?: boolean;
}

/** Where the model comes from that master and workers share: both make it on their own, from the agreed shape. */
export interface ModelSource {
  readonly task: Task;
  /** The loss of the built-in linear model, a name or an expression; `null` for an estimator, which brings its own. */
  readonly loss: string | null;
  /** Name and parameters of the estimator; `null` for the built-in linear model. */
  readonly estimator: string | null;
  /** Loads what the model needs; to be awaited before `modelOf`. @throws ParameterError: an expression is none. */
  ready(): Promise<void>;
  /**
   * @param linear of the linear model; an estimator knows its own.
   * @throws ParameterError when the model cannot be one of that shape.
   */
  modelOf(shape: ModelShape, linear?: LinearOptions): GradientModel;
}

/** What the linear model of a task minimises unless told otherwise. */
export const DEFAULT_LOSSES = { classifier: "log_loss", regressor: "squared_error" } as const;

/**
 * @param taskOrEstimator a task stands for the built-in linear model.
 * @param loss of the linear model, a name or an expression; expressions are checked by `ready`. Default: the task's.
 * @throws ParameterError when the loss is not one for the task; when a method of the estimator is missing, by name.
 */
export function modelSourceOf(taskOrEstimator: Task | GradientEstimator, loss?: string): ModelSource {
  return typeof taskOrEstimator === "object" && taskOrEstimator !== null
    ? estimatorSource(taskOrEstimator, loss)
    : linearSource(taskOrEstimator, loss);
}

function linearSource(task: Task, given?: string): ModelSource {
  const loss = given ?? chooseByName(DEFAULT_LOSSES, "task", task);
  if (!isExpression(loss)) chooseLoss(task, loss);
  return {
    task,
    loss,
    estimator: null,
    ready: () => readyLoss(task, loss),
    modelOf({ nFeatures, classes }, linear = {}) {
      if (classes === null) return new LinearModel({ task, loss, nFeatures, nOutputs: 1, ...linear });
      const nClasses = classes.length;
      const nOutputs = outputsOf(loss, nClasses);
      return new LinearModel({ task, loss, nFeatures, nOutputs, nClasses, ...linear });
    },
  };
}

const METHODS = ["gradient", "getParams"] as const;

function estimatorSource(estimator: GradientEstimator, loss?: string): ModelSource {
  const { name, task } = estimator;
  const missing = METHODS.find((method) => typeof estimator[method] !== "function");
  if (missing !== undefined) {
    throw new ParameterError(
      "estimator",
      `have the method ${missing} to be trained by a parameter server`,
      name ?? estimator,
    );
  }
  if (typeof name !== "string") throw new ParameterError("estimator", "have a name", name);
  chooseByName(DEFAULT_LOSSES, "task", task);
  if (loss !== undefined) {
    throw new ParameterError("loss", `be left out for ${name}, whose gradient has its own`, loss);
  }
  return {
    task,
    loss: null,
    estimator: `${name} ${sortedJson(estimator.getParams())}`,
    ready: async () => estimator.ready?.(),
    modelOf: (shape) => checked(estimator.gradient(shape), name),
  };
}

/** JSON with the keys in order, so that `{ a, b }` and `{ b, a }` are the same text. */
function sortedJson(parameters: PlainData): string {
  return JSON.stringify(parameters, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** A model may be of a user's own class: what would break the arithmetic is told by the estimator's name. */
function checked(model: GradientModel, name: string): GradientModel {
  const { nParameters, nWeights = nParameters } = model;
  if (!Number.isSafeInteger(nParameters) || nParameters < 1) {
    throw new ParameterError(`nParameters of ${name}'s model`, "be an integer ≥ 1", nParameters);
  }
  if (!Number.isSafeInteger(nWeights) || nWeights < 0 || nWeights > nParameters) {
    throw new ParameterError(`nWeights of ${name}'s model`, `be an integer 0…${nParameters}`, nWeights);
  }
  return model;
}

/** How many of the parameters a penalty applies to. */
export function nWeightsOf({ nWeights, nParameters }: GradientModel): number {
  return nWeights ?? nParameters;
}
