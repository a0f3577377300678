import * as z from "zod";
import { AnswerError, TensorFormatError } from "../errors/errors.ts";
import { isTensors, type MatrixMessage } from "../messages/matrix-body.ts";
import { label } from "../messages/numbers.ts";
import { missingWorkers, type MissingWorker } from "../messages/predict.ts";
import { decodeTensorMessage } from "../tensors/decode.ts";
import { encodeTensors } from "../tensors/encode.ts";
import { TENSORS_TYPE, type Tensor } from "../tensors/tensor.ts";
import { readAnswer, jsonBody, type WireBody } from "../wire-body.ts";

type Label = string | number;

/** What a model says of n rows. */
export type MatrixPrediction = { workers?: MissingWorker[] } & (
  | {
      /** A regressor's n numbers. */
      kind: "numbers";
      values: Float64Array;
    }
  | {
      /** A classifier's n × K probabilities, their columns in the order of `classes`. */
      kind: "probabilities";
      probabilities: MatrixMessage;
      classes: Label[];
    }
  | {
      /** The classes of a classifier without probabilities: row i is of class `classes[codes[i]]`. */
      kind: "labels";
      codes: Int32Array;
      classes: Label[];
    }
);

const metadataSchema = z.object({ classes: z.array(label).nullable(), workers: missingWorkers.optional() });

/**
 * Predictions as tensors: `values` (n × 1 numbers, or n × K probabilities), or `codes` (n codes of classes), with the
 * metadata `classes` (`null` for a regressor) and, when some are missing, `workers`.
 */
export function encodePredictionTensors(prediction: MatrixPrediction): WireBody {
  const { workers } = prediction;
  const classes = prediction.kind === "numbers" ? null : prediction.classes;
  const body = encodeTensors(tensorsOf(prediction), { classes, ...(workers && { workers }) });
  return { contentType: TENSORS_TYPE, body };
}

function tensorsOf(prediction: MatrixPrediction): Record<string, Tensor> {
  if (prediction.kind === "numbers") {
    const { values } = prediction;
    return { values: { shape: [values.length, 1], data: values } };
  }
  if (prediction.kind === "labels") {
    const { codes } = prediction;
    return { codes: { shape: [codes.length], data: codes } };
  }
  const { nRows, nColumns, data } = prediction.probabilities;
  return { values: { shape: [nRows, nColumns], data } };
}

/**
 * The inverse of `encodePredictionTensors`.
 *
 * @param nRows how many rows were asked for.
 * @throws AnswerError when it is not such an answer, or not of as many rows.
 */
export function decodePredictionTensors(received: WireBody, nRows: number): MatrixPrediction {
  const { tensors, metadata } = messageOf(received);
  const { classes, workers } = readAnswer(metadataSchema, jsonBody(metadata));
  const rest = workers && { workers };
  const values = tensors.get("values");
  const codes = tensors.get("codes");
  if (classes !== null && codes?.data instanceof Int32Array && isOfShape(codes, [nRows])) {
    requireCodes(codes.data, classes.length);
    return { kind: "labels", codes: codes.data, classes, ...rest };
  }
  const nColumns = classes === null ? 1 : classes.length;
  if (values?.data instanceof Float64Array && isOfShape(values, [nRows, nColumns])) {
    const { data } = values;
    if (classes === null) return { kind: "numbers", values: data, ...rest };
    return { kind: "probabilities", probabilities: { nRows, nColumns, data }, classes, ...rest };
  }
  const got = [...tensors].map(([name, { shape }]) => `${name} [${shape.join(", ")}]`).join(", ") || "none";
  throw new AnswerError(`Expected float64 values [${nRows}, ${nColumns}] or codes [${nRows}], got ${got}.`);
}

function messageOf({ contentType, body }: WireBody): ReturnType<typeof decodeTensorMessage> {
  if (typeof body === "string" || !isTensors({ contentType })) {
    throw new AnswerError(
      `The answer should be ${TENSORS_TYPE}, got ${contentType || "no media type"}: this master may be an older one, ask for JSON.`,
    );
  }
  try {
    return decodeTensorMessage(body);
  } catch (error) {
    throw error instanceof TensorFormatError ? new AnswerError(error.message) : error;
  }
}

function isOfShape({ shape }: Tensor, expected: readonly number[]): boolean {
  return shape.length === expected.length && shape.every((size, axis) => size === expected[axis]);
}

function requireCodes(codes: Int32Array, nClasses: number): void {
  const at = codes.findIndex((code) => code < 0 || code >= nClasses);
  if (at >= 0)
    throw new AnswerError(`Expected codes of the ${nClasses} classes, got ${codes[at]} for row ${at}.`);
}
