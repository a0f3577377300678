import {
  chooseByName,
  LinearModel,
  ParameterError,
  type GradientModel,
  type Label,
  type LossName,
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
}

/** Where the model comes from that master and workers share: both make it on their own, from the agreed shape. */
export interface ModelSource {
  readonly task: Task;
  /** The loss of the built-in linear model; `null` for an estimator, which brings its own. */
  readonly loss: LossName | null;
  /** Name and parameters of the estimator; `null` for the built-in linear model. */
  readonly estimator: string | null;
  /** @throws ParameterError when the model cannot be one of that shape. */
  modelOf(shape: ModelShape): GradientModel;
}

const LOSS_OF_TASK = { classifier: "log_loss", regressor: "squared_error" } as const;

/**
 * @param taskOrEstimator a task stands for the built-in linear model.
 * @param loss of the linear model. Default: the task's.
 * @throws ParameterError when the loss is not one for the task; when a method of the estimator is missing, by name.
 */
export function modelSourceOf(taskOrEstimator: Task | GradientEstimator, loss?: LossName): ModelSource {
  return typeof taskOrEstimator === "object" && taskOrEstimator !== null
    ? estimatorSource(taskOrEstimator, loss)
    : linearSource(taskOrEstimator, loss);
}

function linearSource(task: Task, given?: LossName): ModelSource {
  const expected = chooseByName(LOSS_OF_TASK, "task", task);
  const loss = given ?? expected;
  if (loss !== expected) throw new ParameterError("loss", `be ${expected} for a ${task}`, loss);
  return {
    task,
    loss,
    estimator: null,
    modelOf: ({ nFeatures, classes }) =>
      new LinearModel({ task, loss, nFeatures, nOutputs: outputsOf(classes) }),
  };
}

/** One output for a regressor and for two classes; one per class above two (one-vs-all). */
function outputsOf(classes: readonly Label[] | null): number {
  return classes === null || classes.length === 2 ? 1 : classes.length;
}

const METHODS = ["gradient", "getParams"] as const;

function estimatorSource(estimator: GradientEstimator, loss?: LossName): ModelSource {
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
  chooseByName(LOSS_OF_TASK, "task", task);
  if (loss !== undefined) {
    throw new ParameterError("loss", `be left out for ${name}, whose gradient has its own`, loss);
  }
  return {
    task,
    loss: null,
    estimator: `${name} ${sortedJson(estimator.getParams())}`,
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
