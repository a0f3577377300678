import * as z from "zod";
import { AnswerError } from "../errors/errors.ts";
import { isTensors, parseMetadata, tensorsOf, type MatrixMessage } from "../messages/matrix-body.ts";
import { label } from "../messages/numbers.ts";
import { predictOutputSchema } from "../messages/predict.ts";
import { encodeTensorParts } from "../tensors/encode.ts";
import { TENSORS_TYPE, type Tensor } from "../tensors/tensor.ts";
import type { WireBody } from "../wire-body.ts";

const metadataSchema = z.object({
  classes: z.array(label).nullable(),
  workers: predictOutputSchema.shape.workers,
});

/** Predictions for n rows, as arrays of numbers. */
export interface PredictionMessage {
  /** A regressor's n numbers. */
  values?: Float64Array;
  /** A classifier's n codes: row i's label is `classes[codes[i]]`. */
  codes?: Int32Array;
  /** A classifier's n × K probabilities, where the algorithm has them, in the order of `classes`. */
  probabilities?: MatrixMessage;
  /** A classifier's labels; `null` for a regressor. */
  classes: (string | number)[] | null;
  /** The workers whose part is missing, and why; left out when none is. */
  workers?: z.output<typeof metadataSchema>["workers"];
}

/** Predictions as a body of the tensors `values`, or `codes` and `probabilities`. */
export function encodePrediction({ classes, workers, ...arrays }: PredictionMessage): WireBody {
  const { values, codes, probabilities } = arrays;
  const tensors: Record<string, Tensor> = {
    ...(values && { values: { shape: [values.length], data: values } }),
    ...(codes && { codes: { shape: [codes.length], data: codes } }),
    ...(probabilities && {
      probabilities: { shape: [probabilities.nRows, probabilities.nColumns], data: probabilities.data },
    }),
  };
  return {
    contentType: TENSORS_TYPE,
    body: encodeTensorParts(tensors, { classes, ...(workers && { workers }) }),
  };
}

/**
 * The inverse of `encodePrediction`.
 *
 * @param nRows how many rows were asked for.
 * @throws AnswerError when it is no such body, or not of so many rows.
 */
export function decodePrediction(received: WireBody, nRows: number): PredictionMessage {
  if (!isTensors(received)) {
    throw failure(
      `The answer should be ${TENSORS_TYPE}, got ${received.contentType || "no media type"}: ` +
        "an older master knows JSON alone.",
    );
  }
  const { tensors, metadata } = tensorsOf(received, failure);
  const { classes, workers } = parseMetadata(metadataSchema, metadata, failure);
  const missing = workers && { workers };
  if (classes === null) {
    return { values: tensorOf(tensors, "values", Float64Array, [nRows]), classes, ...missing };
  }
  const codes = tensorOf(tensors, "codes", Int32Array, [nRows]);
  requireCodes(codes, classes.length);
  if (!tensors.has("probabilities")) return { codes, classes, ...missing };
  const nColumns = classes.length;
  const data = tensorOf(tensors, "probabilities", Float64Array, [nRows, nColumns]);
  return { codes, probabilities: { nRows, nColumns, data }, classes, ...missing };
}

function failure(message: string): Error {
  return new AnswerError(message);
}

function tensorOf<Data extends Float64Array | Int32Array>(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  type: new () => Data,
  shape: readonly number[],
): Data {
  const tensor = tensors.get(name);
  if (tensor?.data instanceof type && String(tensor.shape) === String(shape)) return tensor.data;
  const dtype = type.name.replace("Array", "").toLowerCase();
  const got = [...tensors].map(([key, { shape }]) => `${key} [${shape.join(", ")}]`).join(", ") || "none";
  throw failure(`Expected a tensor ${name} [${shape.join(", ")}] of ${dtype}, got ${got}.`);
}

function requireCodes(codes: Int32Array, nClasses: number): void {
  const at = codes.findIndex((code) => code < 0 || code >= nClasses);
  if (at >= 0) throw failure(`Expected codes of ${nClasses} classes, got ${codes[at]} for row ${at}.`);
}
