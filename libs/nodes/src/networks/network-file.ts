import type { Floats } from "@chimera/algorithms";
import type { TrainedNetwork } from "@chimera/distributed";
import {
  decodeTensorMessage,
  encodeTensors,
  PATHS,
  TensorFormatError,
  type Tensor,
  type TensorData,
} from "@chimera/protocol";

/** What stands beside the tensors in the file. */
type Facts = Pick<TrainedNetwork, "inputShape" | "layers" | "dtype" | "columns" | "classes" | "loss">;

/**
 * A trained network as one file: named tensors (see the layout of tensors on the wire), with the architecture as metadata.
 *
 *     parameters, statistics    of all layers, one behind the other, as `Sequential` has them
 *     mean, scale               of the features, where they are scaled
 */
export function encodeNetwork(network: TrainedNetwork): Uint8Array<ArrayBuffer> {
  const { weights, scaling, ...rest } = network;
  const { inputShape, layers, dtype, columns, classes, loss } = rest;
  const tensors = {
    parameters: vector(weights.parameters),
    statistics: vector(weights.statistics),
    ...(scaling && { mean: vector(scaling.mean), scale: vector(scaling.scale) }),
  };
  return encodeTensors(tensors, { inputShape, layers, dtype, columns, classes, loss });
}

function vector(data: Floats): Tensor {
  return { shape: [data.length], data };
}

/**
 * @throws TensorFormatError when the bytes are no file of a network, or damaged. (Whether layers and weights fit together is seen
 *     when the network is made.)
 */
export function decodeNetwork(bytes: Uint8Array): TrainedNetwork {
  const { tensors, metadata } = decodeTensorMessage(bytes);
  const facts = factsOf(metadata);
  const { dtype, columns } = facts;
  const weights = {
    parameters: weightsNamed("parameters", tensors, dtype),
    statistics: weightsNamed("statistics", tensors, dtype),
  };
  const isScaled = tensors.has("mean") || tensors.has("scale");
  const scaling = isScaled
    ? { mean: featuresNamed("mean", tensors, columns), scale: featuresNamed("scale", tensors, columns) }
    : null;
  return { ...facts, weights, scaling };
}

/** What each fact has to be. */
const RULES: { [Name in keyof Facts]: [rule: string, fits: (value: unknown) => boolean] } = {
  inputShape: [
    "a list of integers ≥ 1",
    listOf((size) => Number.isSafeInteger(size) && (size as number) > 0),
  ],
  layers: ["a list of layers, each with its type", listOf(isLayer)],
  dtype: ["float32 or float64", (dtype) => dtype === "float32" || dtype === "float64"],
  columns: [
    "a list of different names",
    (names) => listOf((name) => typeof name === "string")(names) && areDifferent(names),
  ],
  classes: [
    "a list of two different labels or more, or null",
    (labels) => labels === null || (listOf(isLabel)(labels) && areDifferent(labels) && labels.length > 1),
  ],
  loss: ["a text", (loss) => typeof loss === "string"],
};

function factsOf(metadata: Record<string, unknown>): Facts {
  for (const [name, [rule, fits]] of Object.entries(RULES)) {
    if (fits(metadata[name])) continue;
    const got = name in metadata ? JSON.stringify(metadata[name]).slice(0, 100) : "nothing";
    throw new TensorFormatError(
      `Expected a network's file, with ${rule} as ${name}, got ${got}: ` +
        `give what GET ${PATHS.pipeline.network} answered.`,
    );
  }
  const { inputShape, layers, dtype, columns, classes, loss } = metadata as unknown as Facts;
  return { inputShape, layers, dtype, columns, classes, loss };
}

function listOf(fits: (item: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(fits);
}

function areDifferent(items: unknown): items is readonly unknown[] {
  return Array.isArray(items) && new Set(items).size === items.length;
}

function isLayer(layer: unknown): boolean {
  return typeof layer === "object" && layer !== null && "type" in layer && typeof layer.type === "string";
}

function isLabel(label: unknown): boolean {
  return typeof label === "string" || typeof label === "number";
}

function weightsNamed(name: string, tensors: ReadonlyMap<string, Tensor>, dtype: Facts["dtype"]): Floats {
  const data = tensors.get(name)?.data;
  const fits = dtype === "float32" ? data instanceof Float32Array : data instanceof Float64Array;
  if (fits) return data as Floats;
  throw new TensorFormatError(
    `Expected a tensor ${name} of ${dtype} in a network's file, got ${kindOf(data)}.`,
  );
}

/** One number for each feature. */
function featuresNamed(
  name: string,
  tensors: ReadonlyMap<string, Tensor>,
  columns: readonly string[],
): Float64Array {
  const data = tensors.get(name)?.data;
  if (data instanceof Float64Array && data.length === columns.length) return data;
  throw new TensorFormatError(
    `Expected a tensor ${name} of float64 in a network's file, one number for each of ${columns.length} columns, got ${kindOf(data)}.`,
  );
}

function kindOf(data: TensorData | undefined): string {
  return data === undefined ? "none of that name" : `${data.length} numbers in a ${data.constructor.name}`;
}
