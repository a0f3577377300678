import { DataError, ParameterError } from "../errors.ts";
import { shapeText, sizeOf, type Shape, type Tensor } from "../tensor/tensor.ts";
import type { Layer } from "./layer.ts";

/** What a layer threw that is no refusal of ours: it begins with the layer. */
export class LayerError extends Error {
  override readonly name = "LayerError";
}

/** The same failure, with the layer that it happened in. @param thrown by a user's own layer, perhaps: anything. */
export function failureIn(place: string, thrown: unknown): Error {
  if (thrown instanceof ParameterError || thrown instanceof DataError) return thrown.within(place);
  if (thrown instanceof LayerError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const end = /[.!?]$/.test(reason) ? "" : ".";
  return new LayerError(`${place} failed: ${reason}${end}`, { cause: thrown });
}

/** @throws ParameterError unless a maker made a layer. */
export function requireLayer(made: unknown): asserts made is Layer {
  const layer = (made ?? {}) as Partial<Layer>;
  if (typeof layer.forward !== "function" || typeof layer.backward !== "function")
    throw new ParameterError("maker", "return a layer, with the methods forward and backward", made);
  const { outputShape, parameterShapes = {}, statisticShapes = {} } = layer;
  if (!isShape(outputShape) || outputShape.length === 0)
    throw new ParameterError("outputShape", "be a list of integers ≥ 1, the axes of an example", outputShape);
  for (const [option, shapes] of Object.entries({ parameterShapes, statisticShapes })) {
    for (const [name, shape] of Object.entries(shapes as object)) {
      if (!isShape(shape)) throw new ParameterError(`${option}.${name}`, "be a list of integers ≥ 1", shape);
    }
  }
}

function isShape(shape: unknown): shape is Shape {
  return Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size > 0);
}

/** What a layer may give. */
export interface Expected {
  /** Of one example. */
  readonly shape: Shape;
  readonly nExamples: number;
  readonly dtype: string;
}

/** @throws DataError unless `forward` gave so many outputs of its shape. */
export function requireOutput(given: unknown, expected: Expected): void {
  const output = (given as { output?: unknown } | null | undefined)?.output;
  if (!isBatch(output, expected)) {
    const how = given instanceof Promise ? "a promise" : kindOf(output);
    throw unfit("output", how, expected, "Let forward return { output: { shape, data }, cache } at once.");
  }
}

/** @throws DataError unless `backward` gave the gradient of as many inputs. */
export function requireInputGradient(given: unknown, expected: Expected): asserts given is Tensor {
  if (!isBatch(given, expected)) {
    const how = given instanceof Promise ? "a promise" : kindOf(given);
    throw unfit("∂L/∂input", how, expected, "Let backward return it: layers before this one learn from it.");
  }
}

function isBatch(given: unknown, { shape, nExamples, dtype }: Expected): given is Tensor {
  const { shape: got, data } = (given ?? {}) as Partial<Tensor>;
  return (
    Array.isArray(got) &&
    got.length === shape.length + 1 &&
    got[0] === nExamples &&
    isRest(got, shape) &&
    data !== undefined &&
    (dtype === "float32" ? data instanceof Float32Array : data instanceof Float64Array) &&
    data.length === nExamples * sizeOf(shape)
  );
}

/** A loop: it is asked for every layer and micro-batch. */
function isRest(got: Shape, shape: Shape): boolean {
  for (let axis = 0; axis < shape.length; axis++) if (got[axis + 1] !== shape[axis]) return false;
  return true;
}

function unfit(what: string, got: string, { shape, nExamples, dtype }: Expected, remedy: string): DataError {
  return new DataError({
    expected: `${nExamples} × ${shapeText(shape)} in ${dtype} as the ${what}`,
    got,
    remedy,
  });
}

function kindOf(given: unknown): string {
  const { shape, data } = (given ?? {}) as {
    shape?: unknown;
    data?: { length?: unknown; constructor?: { name: string } };
  };
  if (given === null || given === undefined) return String(given);
  if (!Array.isArray(shape) || typeof data !== "object" || data === null) return "no tensor { shape, data }";
  return `${shapeText(shape as Shape)} with ${String(data.length)} numbers as ${String(data.constructor?.name)}`;
}
