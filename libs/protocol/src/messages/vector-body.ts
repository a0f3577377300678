import type * as z from "zod";
import { AnswerError, RequestError } from "../errors/errors.ts";
import { encodeTensorParts } from "../tensors/encode.ts";
import { TENSORS_TYPE, type Tensor } from "../tensors/tensor.ts";
import type { WireBody } from "../wire-body.ts";
import { parseMetadata, tensorsOf, type Failure } from "./matrix-body.ts";

/** How the numbers of a vector travel. float32 is half as long, and rounds each number to a relative 2⁻²⁴. */
export type VectorDtype = "float64" | "float32";

/** Gives memory of exactly so many numbers for a vector that has to be converted; what it held before is lost. */
export type VectorMemory = (length: number) => Float64Array;

/** A vector that came as a tensor, with the facts beside it. */
export interface ReceivedVector<Facts> {
  /** A view of the body where it travelled as float64, else a copy. */
  vector: Float64Array;
  dtype: VectorDtype;
  facts: Facts;
}

/** The float32 copy of a vector that is sent again and again, as those of rounds are: it lives as long as the vector. */
const copies = new WeakMap<Float64Array, Float32Array>();

function float32Of(vector: Float64Array): Float32Array {
  const copy = copies.get(vector) ?? new Float32Array(vector.length);
  copies.set(vector, copy);
  copy.set(vector);
  return copy;
}

/**
 * A body of one vector under `name`, with small facts beside it. A long vector, or its float32 copy, is sent from where it
 * lies: it must stay as it is, and not be encoded anew, until it has been sent.
 */
export function encodeVector(
  name: string,
  vector: Float64Array,
  dtype: VectorDtype,
  facts: Record<string, unknown>,
): WireBody {
  const data = dtype === "float64" ? vector : float32Of(vector);
  return {
    contentType: TENSORS_TYPE,
    body: encodeTensorParts({ [name]: { shape: [data.length], data } }, facts),
  };
}

/** @throws RequestError 422. */
export function decodeVectorRequest<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  received: WireBody,
  memory?: VectorMemory,
): ReceivedVector<z.output<Schema>> {
  return decode(name, schema, received, memory, (message, detail) => new RequestError(422, message, detail));
}

/** @throws AnswerError */
export function decodeVectorAnswer<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  received: WireBody,
  memory?: VectorMemory,
): ReceivedVector<z.output<Schema>> {
  return decode(name, schema, received, memory, (message) => new AnswerError(message));
}

function decode<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  received: WireBody,
  memory: VectorMemory = (length) => new Float64Array(length),
  failure: Failure,
): ReceivedVector<z.output<Schema>> {
  const { tensors, metadata } = tensorsOf(received, failure);
  const facts = parseMetadata(schema, metadata, failure);
  const tensor = tensors.get(name);
  if (tensor?.shape.length !== 1 || tensor.data instanceof Int32Array) {
    throw failure(`Expected a tensor ${name} of one axis, of float64 or float32, got ${kindOf(tensor)}.`);
  }
  const dtype = tensor.data instanceof Float64Array ? "float64" : "float32";
  const vector =
    tensor.data instanceof Float64Array ? tensor.data : widened(tensor.data, memory(tensor.data.length));
  if (!areFinite(vector)) {
    const at = vector.findIndex((value) => !Number.isFinite(value));
    throw failure(
      `Expected finite numbers in ${name}, got ${vector[at]} at ${at}: did the training diverge, or is a number beyond ${dtype}?`,
    );
  }
  return { vector, dtype, facts };
}

function kindOf(tensor: Tensor | undefined): string {
  if (tensor === undefined) return "none of that name";
  return `shape [${tensor.shape.join(", ")}] of ${tensor.data.constructor.name}`;
}

function widened(from: Float32Array, to: Float64Array): Float64Array {
  for (let i = 0; i < from.length; i++) to[i] = from[i];
  return to;
}

/** 0 · x is 0 for every finite number, and NaN for the others. */
function areFinite(values: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += 0 * values[i];
  return sum === 0;
}
