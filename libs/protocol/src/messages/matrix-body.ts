import type * as z from "zod";
import { AnswerError, RequestError, TensorFormatError } from "../errors/errors.ts";
import { detailFromIssue } from "../errors/validation-detail.ts";
import { mediaTypeOf } from "../media/media-type.ts";
import { decodeTensorMessage, type TensorMessage } from "../tensors/decode.ts";
import { encodeTensors } from "../tensors/encode.ts";
import { TENSORS_TYPE } from "../tensors/tensor.ts";
import { MOST_FAULTS, type WireBody } from "../wire-body.ts";

/** Structurally the `Matrix` of the algorithms: float64, row-major. */
export interface MatrixMessage {
  readonly nRows: number;
  readonly nColumns: number;
  /** Length `nRows * nColumns`. */
  readonly data: Float64Array;
}

/** Whether a body says that it holds tensors. */
export function isTensors({ contentType }: Pick<WireBody, "contentType">): boolean {
  return mediaTypeOf(contentType) === TENSORS_TYPE;
}

/** A body of one matrix under `name`, with small facts beside it. */
export function encodeMatrix(
  name: string,
  matrix: MatrixMessage,
  metadata: Record<string, unknown>,
): WireBody {
  const { nRows, nColumns, data } = matrix;
  return {
    contentType: TENSORS_TYPE,
    body: encodeTensors({ [name]: { shape: [nRows, nColumns], data } }, metadata),
  };
}

/** The tensors of a request, and its metadata as the schema makes them. @throws RequestError 422. */
export function decodeTensorRequest<Schema extends z.ZodType>(
  schema: Schema,
  received: WireBody,
): { tensors: TensorMessage["tensors"]; metadata: z.output<Schema> } {
  const { tensors, metadata } = tensorsOf(received, (message) => new RequestError(422, message));
  const result = schema.safeParse(metadata);
  if (!result.success) {
    const issues = result.error.issues.slice(0, MOST_FAULTS);
    const detail = issues.map((issue) => detailFromIssue(issue, metadata));
    throw new RequestError(422, "The metadata beside the tensors does not fit.", detail);
  }
  return { tensors, metadata: result.data };
}

/** @throws RequestError 422. */
export function decodeMatrixRequest<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  received: WireBody,
): { matrix: MatrixMessage; metadata: z.output<Schema> } {
  const { tensors, metadata } = decodeTensorRequest(schema, received);
  const matrix = matrixNamed(name, tensors, (message) => new RequestError(422, message));
  return { matrix, metadata };
}

/** @throws AnswerError */
export function decodeMatrixAnswer(name: string, received: WireBody): MatrixMessage {
  const failure = (message: string): Error => new AnswerError(message);
  if (!isTensors(received)) {
    throw failure(`The answer should be ${TENSORS_TYPE}, got ${received.contentType || "no media type"}.`);
  }
  return matrixNamed(name, tensorsOf(received, failure).tensors, failure);
}

type Failure = (message: string) => Error;

function tensorsOf({ body }: WireBody, failure: Failure): TensorMessage {
  if (typeof body === "string") throw failure(`A body of ${TENSORS_TYPE} is bytes, got text.`);
  try {
    return decodeTensorMessage(body);
  } catch (error) {
    throw error instanceof TensorFormatError ? failure(error.message) : error;
  }
}

function matrixNamed(name: string, tensors: TensorMessage["tensors"], failure: Failure): MatrixMessage {
  const tensor = tensors.get(name);
  if (tensor?.shape.length === 2 && tensor.data instanceof Float64Array) {
    const [nRows, nColumns] = tensor.shape;
    return { nRows, nColumns, data: tensor.data };
  }
  const got = [...tensors].map(([key, { shape }]) => `${key} [${shape.join(", ")}]`).join(", ") || "none";
  throw failure(`Expected a float64 tensor ${name} with two axes, got ${got}.`);
}
