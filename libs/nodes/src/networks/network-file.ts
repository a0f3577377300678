import type { Floats, Label } from "@chimera/algorithms";
import type { TrainedNetwork } from "@chimera/distributed";
import { decodeTensorMessage, encodeTensors, TensorFormatError, type Tensor } from "@chimera/protocol";

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
  const { inputShape, layers, dtype, columns, classes, loss } = factsOf(metadata);
  const weights = { parameters: floats(tensors, "parameters"), statistics: floats(tensors, "statistics") };
  const scaling = tensors.has("mean")
    ? { mean: Float64Array.from(floats(tensors, "mean")), scale: Float64Array.from(floats(tensors, "scale")) }
    : null;
  return { inputShape, layers, dtype, columns, classes, loss, weights, scaling };
}

function factsOf(metadata: Record<string, unknown>): Facts {
  const { inputShape, layers, dtype, columns, classes, loss } = metadata;
  const isNetwork =
    Array.isArray(inputShape) &&
    Array.isArray(layers) &&
    (dtype === "float32" || dtype === "float64") &&
    Array.isArray(columns) &&
    (classes === null || Array.isArray(classes)) &&
    typeof loss === "string";
  if (isNetwork) return { inputShape, layers, dtype, columns, classes: classes as Label[] | null, loss };
  throw new TensorFormatError(
    `Expected a network's file, with inputShape, layers, dtype, columns, classes and loss, got [${Object.keys(metadata).join(", ")}]: ` +
      "give a file that GET /v1/chimera/pipeline/network or chimera export wrote.",
  );
}

function floats(tensors: ReadonlyMap<string, Tensor>, name: string): Floats {
  const data = tensors.get(name)?.data;
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new TensorFormatError(`Expected a tensor ${name} of float32 or float64 in a network's file.`);
}
