import * as z from "zod";
import { PATHS } from "../paths.ts";
import { jsonBody, readAnswer, readRequest, type WireBody, type WireRequest } from "../wire-body.ts";
import { fitDoneSchema } from "./fit.ts";
import { classes, count, finite, task } from "./numbers.ts";
import {
  decodeMatrixAnswer,
  decodeMatrixRequest,
  encodeMatrix,
  isTensors,
  type MatrixMessage,
} from "./matrix-body.ts";

/**
 * What an aggregation master asks its model workers. The order's `type` is in the path. `describe` and `fit` are
 * JSON; rows and predictions travel as tensors between our own nodes, and as JSON with everybody else.
 */

export const modelFitRequestSchema = z.object({ fitId: z.string(), classes, seed: z.int() });
/** A learner on the rows that it did not see, as sums: a classifier's, or a regressor's. */
const outOfBagSchema = z.union([
  z.object({ nSamples: count, nCorrect: count }),
  z.object({ nSamples: count, residual: finite, mean: finite, m2: finite }),
]);
export const modelFitAnswerSchema = fitDoneSchema.extend({
  /** Missing in the answers of chimera 0.1. */
  nSamples: count.nullable().optional(),
  /** Left out by a worker without `oobScore`. */
  outOfBag: outOfBagSchema.optional(),
});
export const learnerDescriptionSchema = z.object({
  task,
  estimator: z.string().nullable(),
  columns: z.array(z.string()).nullable(),
  nSamples: count.nullable(),
  classes,
  kernel: z.string(),
  /** Missing in answers that say nothing of it: then no. */
  takesMissing: z.boolean().optional(),
});
/** Rows of a client name no fit. */
const predictMetadataSchema = z.object({ fitId: z.string().optional(), columns: z.array(z.string()) });

export type FitOrderMessage = { type: "fit" } & z.output<typeof modelFitRequestSchema>;
export type PredictOrderMessage = { type: "predict"; fitId: string; columns: string[]; X: MatrixMessage };

/** Structurally the `AggregationOrder` of the distributed algorithm. */
export type AggregationOrderMessage = { type: "describe" } | FitOrderMessage | PredictOrderMessage;

/** Structurally the `AggregationAnswer` of the distributed algorithm. */
export type AggregationAnswerMessage =
  | ({ type: "description" } & z.output<typeof learnerDescriptionSchema>)
  | { type: "fitted"; nSamples: number | null; outOfBag?: z.output<typeof outOfBagSchema> | undefined }
  | { type: "predictions"; values: MatrixMessage };

export type AggregationOrderType = AggregationOrderMessage["type"];

const ORDER_PATHS: Readonly<Record<AggregationOrderType, string>> = PATHS.model;

export function encodeAggregationOrder(order: AggregationOrderMessage): WireRequest {
  return { method: "POST", path: ORDER_PATHS[order.type], ...orderBody(order) };
}

function orderBody(order: AggregationOrderMessage): WireBody {
  switch (order.type) {
    case "describe":
      return jsonBody({});
    case "fit":
      return jsonBody({ fitId: order.fitId, classes: order.classes, seed: order.seed });
    case "predict":
      return encodeMatrix("X", order.X, { fitId: order.fitId, columns: order.columns });
  }
}

/**
 * @returns the order, or `null` for the bare call of chimera 0.1: fit what you have.
 * @throws RequestError 422.
 */
export function decodeModelFit(received: WireBody): FitOrderMessage | null {
  const request = readRequest(modelFitRequestSchema.nullable(), received, null);
  return request && { type: "fit", ...request };
}

/**
 * @returns our own order: tensors that name a fit; `null` for the rows of a client or of a master of chimera 0.1.
 * @throws RequestError 422.
 */
export function decodeModelPredict(received: WireBody): PredictOrderMessage | null {
  if (!isTensors(received)) return null;
  const { matrix: X, metadata } = decodeMatrixRequest("X", predictMetadataSchema, received);
  const { fitId, columns } = metadata;
  return fitId === undefined ? null : { type: "predict", fitId, columns, X };
}

export function encodeAggregationAnswer(answer: AggregationAnswerMessage): WireBody {
  switch (answer.type) {
    case "description":
      return jsonBody({ ...answer, type: undefined });
    case "fitted":
      return jsonBody({ fit: "ok", nSamples: answer.nSamples, outOfBag: answer.outOfBag });
    case "predictions":
      return encodeMatrix("values", answer.values, {});
  }
}

/**
 * @param type of the order that this answers. Predictions of chimera 0.1 come as JSON: see `decodePredictOutput`.
 * @throws AnswerError
 */
export function decodeAggregationAnswer(
  type: AggregationOrderType,
  received: WireBody,
): AggregationAnswerMessage {
  switch (type) {
    case "describe":
      return { type: "description", ...readAnswer(learnerDescriptionSchema, received) };
    case "fit": {
      const { nSamples = null, outOfBag } = readAnswer(modelFitAnswerSchema, received);
      return { type: "fitted", nSamples, ...(outOfBag && { outOfBag }) };
    }
    case "predict":
      return { type: "predictions", values: decodeMatrixAnswer("values", received) };
  }
}
