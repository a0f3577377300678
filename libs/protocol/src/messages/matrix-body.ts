import type * as z from "zod";
import { AnswerError, RequestError, TensorFormatError } from "../errors/errors.ts";
import { detailFromIssue, type ValidationDetail } from "../errors/validation-detail.ts";
import { decodeTensorMessage, type TensorMessage } from "../tensors/decode.ts";
import { encodeTensorParts } from "../tensors/encode.ts";
import { dtypeOf, TENSORS_TYPE } from "../tensors/tensor.ts";
import { mediaTypeOf, wholeOf, type WireBody } from "../wire-body.ts";

/** Structurally the `Matrix` of the algorithms: float64, row-major. */
export interface MatrixMessage {
  readonly nRows: number;
  readonly nColumns: number;
  /** Length `nRows * nColumns`. */
  readonly data: Float64Array;
}

/** A matrix that a client sends, of either precision. */
export type FloatMatrix = Omit<MatrixMessage, "data"> & { readonly data: Float64Array | Float32Array };

/** Whether a body says that it holds tensors. */
export function isTensors({ contentType }: Pick<WireBody, "contentType">): boolean {
  return mediaTypeOf(contentType) === TENSORS_TYPE;
}

/** A body of one matrix under `name`, with small facts beside it. */
export function encodeMatrix(name: string, matrix: FloatMatrix, metadata: Record<string, unknown>): WireBody {
  const { nRows, nColumns, data } = matrix;
  return {
    contentType: TENSORS_TYPE,
    body: encodeTensorParts({ [name]: { shape: [nRows, nColumns], data } }, metadata),
  };
}

/** @throws RequestError 422. */
export function decodeMatrixRequest<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  received: WireBody,
): { matrix: MatrixMessage; metadata: z.output<Schema> } {
  const failure = (message: string, detail?: ValidationDetail[]): Error =>
    new RequestError(422, message, detail);
  const { tensors, metadata } = tensorsOf(received, failure);
  const facts = parseMetadata(schema, metadata, failure);
  return { matrix: matrixNamed(name, tensors, failure), metadata: facts };
}

/** @throws AnswerError */
export function decodeMatrixAnswer(name: string, received: WireBody): MatrixMessage {
  const failure = (message: string): Error => new AnswerError(message);
  if (!isTensors(received)) {
    throw failure(`The answer should be ${TENSORS_TYPE}, got ${received.contentType || "no media type"}.`);
  }
  return matrixNamed(name, tensorsOf(received, failure).tensors, failure);
}

export function parseMetadata<Schema extends z.ZodType>(
  schema: Schema,
  metadata: Record<string, unknown>,
  failure: Failure,
): z.output<Schema> {
  const result = schema.safeParse(metadata);
  if (result.success) return result.data;
  const detail = result.error.issues.map((issue) => detailFromIssue(issue, metadata));
  throw failure(
    `The metadata beside the tensors does not fit: ${detail[0].loc.join(".")}: ${detail[0].msg}`,
    detail,
  );
}

/** Makes the error of a body that does not fit. */
export type Failure = (message: string, detail?: ValidationDetail[]) => Error;

export function tensorsOf({ body, arrived }: WireBody, failure: Failure): TensorMessage {
  if (typeof body === "string") throw failure(`A body of ${TENSORS_TYPE} is bytes, got text.`);
  try {
    return arrived?.message() ?? decodeTensorMessage(wholeOf(body));
  } catch (error) {
    throw error instanceof TensorFormatError ? failure(error.message) : error;
  }
}

function matrixNamed(name: string, tensors: TensorMessage["tensors"], failure: Failure): MatrixMessage {
  const tensor = tensors.get(name);
  if (tensor?.shape.length === 2 && !(tensor.data instanceof Int32Array)) {
    const [nRows, nColumns] = tensor.shape;
    const data = tensor.data instanceof Float64Array ? tensor.data : new Float64Array(tensor.data);
    return { nRows, nColumns, data };
  }
  const kinds = [...tensors].map(
    ([key, { shape, data }]) => `${key} [${shape.join(", ")}] of ${dtypeOf(data)}`,
  );
  const got = kinds.slice(0, 10).join(", ") || "none";
  throw failure(`Expected a float64 or float32 tensor ${name} with two axes, got ${got}.`);
}
