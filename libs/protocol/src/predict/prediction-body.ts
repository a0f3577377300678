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
  /** A classifier's labels; without probabilities those that were predicted. `null` for a regressor. */
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

/** @throws AnswerError */
export function decodePrediction(received: WireBody): PredictionMessage {
  const failure = (message: string): Error => new AnswerError(message);
  if (!isTensors(received)) {
    throw failure(`The answer should be ${TENSORS_TYPE}, got ${received.contentType || "no media type"}.`);
  }
  const { tensors, metadata } = tensorsOf(received, failure);
  const { classes, workers } = parseMetadata(metadataSchema, metadata, failure);
  const prediction: PredictionMessage = { classes, ...(workers && { workers }) };
  const values = tensors.get("values");
  const codes = tensors.get("codes");
  const probabilities = tensors.get("probabilities");
  if (values?.data instanceof Float64Array) prediction.values = values.data;
  if (codes?.data instanceof Int32Array) prediction.codes = codes.data;
  if (probabilities?.data instanceof Float64Array && probabilities.shape.length === 2) {
    const [nRows, nColumns] = probabilities.shape;
    prediction.probabilities = { nRows, nColumns, data: probabilities.data };
  }
  if (prediction.values === undefined && prediction.codes === undefined) {
    throw failure(`Expected a tensor values or codes, got ${[...tensors.keys()].join(", ") || "none"}.`);
  }
  return prediction;
}
