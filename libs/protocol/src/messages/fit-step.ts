import * as z from "zod";
import { PATHS } from "../paths.ts";
import { jsonBody, readAnswer, readRequest, type WireBody, type WireRequest } from "../wire-body.ts";
import { float64List } from "./numbers.ts";

/** The two calls of an SGD worker of chimera 0.1; our workers answer them, our master may make them. */

/** A few rows of the worker's shard, from which a master learns columns and labels. */
export const dataSampleSchema = z.object({
  X_train_sample_columns: z.array(z.string()),
  X_train_sample_rows: z.array(z.array(z.union([z.number(), z.string(), z.boolean()]))),
  y_train_sample_columns: z.array(z.string()),
  y_train_sample_rows: z.array(z.array(z.union([z.number(), z.string(), z.boolean()]))),
});
export type DataSample = z.output<typeof dataSampleSchema>;

export const fitStepRequestSchema = z.object({ weights: float64List, bias: float64List });
/** The master's parameters. */
export type FitStepRequest = z.output<typeof fitStepRequestSchema>;

export const fitStepAnswerSchema = z.object({ weights_gradients: float64List, bias_gradient: float64List });
/** Parameters before − after one epoch on the worker's rows: the master subtracts it. (No gradient at a point.) */
export type FitStepAnswer = z.output<typeof fitStepAnswerSchema>;

export function encodeFitStepRequest({ weights, bias }: FitStepRequest): WireRequest {
  const body = jsonBody({ weights: Array.from(weights), bias: Array.from(bias) });
  return { method: "POST", path: PATHS.sgd.fitStep, ...body };
}

/** @throws RequestError 422. */
export function decodeFitStepRequest(received: WireBody): FitStepRequest {
  return readRequest(fitStepRequestSchema, received);
}

export function encodeFitStepAnswer({ weights_gradients, bias_gradient }: FitStepAnswer): WireBody {
  return jsonBody({
    weights_gradients: Array.from(weights_gradients),
    bias_gradient: Array.from(bias_gradient),
  });
}

/** @throws AnswerError */
export function decodeFitStepAnswer(received: WireBody): FitStepAnswer {
  return readAnswer(fitStepAnswerSchema, received);
}

/** @throws AnswerError */
export function decodeDataSample(received: WireBody): DataSample {
  return readAnswer(dataSampleSchema, received);
}
