import {
  accuracy,
  checkMatrix,
  DataError,
  labelsOfLargest,
  ParameterError,
  r2Score,
  readyLayers,
  type Label,
  type LayerMaker,
  type Matrix,
  type Task,
} from "@chimera/algorithms";
import { networkFor, outputsOf, predictionsOf, type TrainedNetwork } from "@chimera/distributed";
import { normalizeColumn, TensorFormatError } from "@chimera/protocol";
import { readFile } from "node:fs/promises";
import { decodeNetwork } from "./network-file.ts";

type LayerTypes = Readonly<Record<string, LayerMaker>>;

export interface LoadNetworkOptions {
  /** Users' own types of layers, by the `type` of their configs: those of the master. */
  layerTypes?: LayerTypes;
}

/** A file that no network can be loaded from: which, and why. */
export class NetworkFileError extends Error {
  override readonly name = "NetworkFileError";
}

/** A network that a pipeline trained, in one process: it needs neither a master nor workers. */
export class LoadedNetwork {
  /** Layers, weights and scaling. */
  readonly trained: TrainedNetwork;
  readonly task: Task;
  /** The features, in the order in which the network takes them. */
  readonly columns: readonly string[];
  /** Sorted; `null` for a regressor. */
  readonly classes: readonly Label[] | null;
  readonly #layerTypes: LayerTypes;

  constructor(trained: TrainedNetwork, layerTypes: LayerTypes = {}) {
    this.trained = trained;
    this.task = trained.classes === null ? "regressor" : "classifier";
    this.columns = trained.columns;
    this.classes = trained.classes;
    this.#layerTypes = layerTypes;
  }

  /**
   * @param X n × d. @param columns the names of its columns, in any order; compared trimmed and in lower case. Default: the
   *     network's own, in their order.
   * @returns n labels of a classifier (of equally probable ones the first), n numbers of a regressor.
   * @throws DataError, ParticipantError when the columns do not fit, or a prediction overflows.
   */
  predict(X: Matrix, columns?: readonly string[]): Label[] {
    const predictions = this.#predictions(X, columns);
    return this.classes === null ? Array.from(predictions.data) : labelsOfLargest(predictions, this.classes);
  }

  /** @returns n × K probabilities, in the order of `classes`. @throws as `predict`; ParameterError for a regressor. */
  predictProba(X: Matrix, columns?: readonly string[]): Matrix {
    if (this.classes === null)
      throw new ParameterError("task", "be classifier to have probabilities", this.task);
    return this.#predictions(X, columns);
  }

  /**
   * @param y n true labels, or numbers. @param columns as of `predict`.
   * @returns the accuracy of a classifier, 0…1; r² of a regressor, ≤ 1.
   * @throws as `predict`; DataError when `y` has not one entry for each row.
   */
  score(X: Matrix, y: ArrayLike<Label>, columns?: readonly string[]): number {
    const predictions = this.predict(X, columns);
    if (this.classes !== null) return accuracy(y, predictions);
    return r2Score(Float64Array.from(y, Number), predictions as number[]);
  }

  #predictions(X: Matrix, columns: readonly string[] = this.columns): Matrix {
    checkMatrix(X);
    if (X.nColumns !== columns.length) {
      throw new DataError({
        expected: `a column of X for each of the ${columns.length} names`,
        got: String(X.nColumns),
        remedy: `Give the columns ${this.columns.join(", ")}.`,
      });
    }
    const names = columns.map(normalizeColumn);
    return predictionsOf(outputsOf(this.trained, names, X, this.#layerTypes), X.nRows, this.classes);
  }
}

/**
 * Loads what `chimera export` wrote, or `GET /v1/chimera/pipeline/network` answered.
 *
 *     const network = await loadNetwork("network.chimera");
 *     network.predict(X, columns);
 *
 * It predicts what the master predicts, bit for bit where the kernels are the same (of a program of its own: those of
 * `CHIMERA_KERNELS=ts`), otherwise up to rounding.
 *
 * @throws NetworkFileError when there is no such file, it is none of a network, or the network cannot be made: of what layer,
 *     and why.
 */
export async function loadNetwork(
  file: string,
  { layerTypes = {} }: LoadNetworkOptions = {},
): Promise<LoadedNetwork> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const got = error.code === "ENOENT" ? "no such file" : `the error ${error.code}`;
    throw new NetworkFileError(
      `${file}: expected a network's file, got ${got}. Correct the path, or write it with npx chimera export.`,
    );
  });
  try {
    const trained = decodeNetwork(bytes);
    await readyLayers(trained.layers);
    requireWhole(trained, layerTypes);
    return new LoadedNetwork(trained, layerTypes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const cure =
      error instanceof TensorFormatError ? " A network's file is what npx chimera export writes." : "";
    throw new NetworkFileError(`${file}: ${reason}${cure}`, { cause: error });
  }
}

/** @throws ParameterError, DataError for layers that cannot be made or are not for these columns and classes, or weights that are not theirs. */
function requireWhole(
  { weights, columns, classes, ...architecture }: TrainedNetwork,
  layerTypes: LayerTypes,
): void {
  const network = networkFor({ ...architecture, layerTypes }, columns.length, classes);
  network.namedTensors(weights.parameters, "parameters");
  network.namedTensors(weights.statistics, "statistics");
}
