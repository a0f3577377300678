import { checkOneOf, ParameterError, type ModelShape, type Sequential, type Task } from "@chimera/algorithms";

/**
 * What a pipeline needs of an estimator: it is never fitted here, it only says what its network is. Every estimator with
 * `layers` is one, such as `MLPClassifier`.
 */
export interface LayeredEstimator {
  /** The class name. */
  readonly name: string;
  readonly task: Task;
  /** The network for so many features and these classes. */
  layers(shape: ModelShape): Sequential;
  /** Parameters that a user has set, and that do not say what the network is. Default: none. */
  trainingParameters?(): readonly string[];
  /** Loads what `layers` needs. Default: nothing. */
  ready?(): Promise<void>;
}

/** @throws ParameterError that names what the estimator lacks. */
export function requireLayers({ name, task, layers }: LayeredEstimator): void {
  if (typeof name !== "string") throw new ParameterError("estimator", "have a name", name);
  if (typeof layers !== "function")
    throw new ParameterError("estimator", "have the method layers to be trained by a pipeline", name);
  checkOneOf(["classifier", "regressor"], "task", task);
}

/** What a user should know who set how the estimator is trained by itself. */
export function notesOf(estimator: LayeredEstimator | null): string[] {
  const ignored = estimator?.trainingParameters?.() ?? [];
  if (ignored.length === 0) return [];
  return [
    `Of ${estimator!.name} only the network counts; ignored: ${ignored.join(", ")}. How it is trained is said by the ` +
      "pipeline's own options, such as epochs, learningRate and batchSize.",
  ];
}

/** Its network, which may be of a user's own class. @throws ParameterError that names the estimator. */
export function layersOf(estimator: LayeredEstimator, shape: ModelShape): Sequential {
  const network: Partial<Sequential> | null | undefined = estimator.layers(shape);
  if (Array.isArray(network?.layers) && Array.isArray(network.inputShape)) return network as Sequential;
  throw new ParameterError(`layers of ${estimator.name}`, "return a Sequential", network);
}
