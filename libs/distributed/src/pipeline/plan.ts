import {
  ParameterError,
  Sequential,
  sizeOf,
  type DType,
  type Label,
  type LayerConfig,
  type ModelShape,
  type OptimizerName,
  type OptimizerOptions,
  type SequentialOptions,
  type Shape,
  type StepSizes,
} from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Cut } from "./cut.ts";
import type { Grid } from "./grid.ts";
import { layersOf, type LayeredEstimator } from "./layered-estimator.ts";
import type { ScheduleName } from "./schedules/index.ts";

/** All that a training's workers have to agree on, as plain data: the master makes it, every worker is sent it. */
export interface TrainingPlan {
  readonly inputShape: Shape;
  readonly layers: readonly LayerConfig[];
  readonly dtype: DType;
  /** The parts of the network; who holds which: see `partOf`. */
  readonly cut: Cut;
  readonly grid: Grid;
  readonly schedule: ScheduleName;
  /** v */
  readonly chunks: number;
  /** m, of each replica. */
  readonly microBatches: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly roundsPerEpoch: number;
  readonly loss: string;
  readonly optimizer: OptimizerName;
  readonly optimizerOptions: Omit<OptimizerOptions, "learningRate">;
  readonly stepSizes: StepSizes;
  readonly clipNorm: number | null;
  readonly standardize: boolean | "jointly";
  readonly seed: number;
  /** The features, in the order in which the network takes them. */
  readonly columns: readonly string[];
  /** Sorted; `null` for a regressor. */
  readonly classes: readonly Label[] | null;
}

/** @throws ParameterError unless the worker has a place in the plan, and the parts are all layers, one behind the other. */
export function requirePlace({ grid, cut, chunks, layers }: TrainingPlan, worker: WorkerName): void {
  const { nReplicas: R, nStages: P, nRanks: T, workers } = grid;
  if (new Set(workers).size !== R * P * T || workers.length !== R * P * T) {
    const rule = `be ${R * P * T} different names, for ${R} replicas × ${P} stages × ${T} ranks`;
    throw new ParameterError("workers", rule, workers);
  }
  if (!workers.includes(worker))
    throw new ParameterError("workers", `have ${worker} among them, which was asked`, workers);
  const isWhole =
    cut.length === P * chunks &&
    cut.every(([from, to], k) => from === (k === 0 ? 0 : cut[k - 1][1]) && from < to) &&
    cut[cut.length - 1][1] === layers.length;
  if (isWhole) return;
  const rule = `be ${P * chunks} parts [from, to) one behind the other, of all ${layers.length} layers`;
  throw new ParameterError("cut", rule, cut);
}

/**
 * The whole network of so many features, checked against the data.
 *
 * @throws ParameterError, DataError that name the layer, or the shapes that do not fit.
 */
export function networkFor(
  options: NetworkOptions,
  nFeatures: number,
  classes: readonly Label[] | null,
): Sequential {
  const architecture = architectureOf(options, { nFeatures, classes });
  const { inputShape: shape } = architecture;
  if (Array.isArray(shape) && sizeOf(shape) !== nFeatures) {
    const rule = `have as many numbers as there are feature columns, ${nFeatures}`;
    throw new ParameterError("inputShape", rule, shape);
  }
  const network = new Sequential(architecture, options.layerTypes);
  if (network.layers.length === 0) throw new ParameterError("layers", "be a list of at least one layer", []);
  const loss = lossOf(options, network, classes);
  const last = network.layers[network.layers.length - 1];
  const wanted = outputsFor(loss, classes);
  const got = sizeOf(network.outputShape);
  if (got === wanted) return network;
  const of = classes === null ? "one number" : `${classes.length} classes with ${loss}`;
  const isBinary = classes?.length === 2 && got === 1;
  throw new ParameterError(
    `layer ${last.path} (${last.config.type})`,
    `have ${wanted} output${wanted === 1 ? "" : "s"}, for ${of}`,
    network.outputShape.length === 1 ? got : network.outputShape,
    isBinary ? "one output for two classes takes the loss binary_cross_entropy" : undefined,
  );
}

interface NetworkOptions {
  /** Whose network it is. Default: that of `inputShape`, `layers` and `dtype`. */
  readonly estimator?: LayeredEstimator | null;
  readonly inputShape: Shape | null;
  readonly layers: readonly LayerConfig[];
  readonly dtype: DType;
  readonly layerTypes: ConstructorParameters<typeof Sequential>[1];
  readonly loss: string | null;
}

function architectureOf(
  { estimator = null, inputShape, layers, dtype }: NetworkOptions,
  shape: ModelShape,
): SequentialOptions {
  if (estimator === null) return { inputShape: inputShape ?? [shape.nFeatures], layers, dtype };
  const network = layersOf(estimator, shape);
  const configs = network.layers.map(({ config }) => config);
  return { inputShape: network.inputShape, layers: configs, dtype: network.dtype };
}

/** What is minimised: by default, of an estimator's network, what its outputs are for. */
export function lossOf(
  { loss }: Pick<NetworkOptions, "loss">,
  { outputShape }: Sequential,
  classes: readonly Label[] | null,
): string {
  if (loss !== null) return loss;
  if (classes === null) return "squared_error";
  return classes.length === 2 && sizeOf(outputShape) === 1 ? "binary_cross_entropy" : "cross_entropy";
}

/** Outputs that the last layer must have. @throws ParameterError for binary_cross_entropy with another number of classes. */
function outputsFor(loss: string, classes: readonly Label[] | null): number {
  if (classes === null) return 1;
  if (loss !== "binary_cross_entropy") return classes.length;
  if (classes.length === 2) return 1;
  throw new ParameterError("loss", `be cross_entropy for ${classes.length} classes`, loss);
}
