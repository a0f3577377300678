import * as z from "zod";
import { readAnswer, readRequest, type WireBody } from "../wire-body.ts";
import { label } from "./numbers.ts";
import { workerReportSchema } from "./fit.ts";

/** `null`: a missing value, for a model that takes such. */
export type Cell = string | number | boolean | null;

/** Checked by a loop that stops at the first fault: collecting those of a million faulty names takes seconds. */
const columnNames = z
  .array(z.unknown())
  .meta({ type: "array", items: { type: "string" } })
  .transform((names, context): string[] => {
    const at = names.findIndex((name) => typeof name !== "string");
    if (at < 0) return names as string[];
    context.issues.push({ code: "invalid_type", expected: "string", path: [at], input: names[at] });
    return z.NEVER;
  });

/**
 * Rows to predict. The rows' cells are checked by `parsePredictRows`: a schema takes ten times as long for a
 * million of them.
 */
export const predictInputSchema = z.object({
  X_pred_columns: columnNames,
  X_pred_rows: z.custom<Cell[][]>(Array.isArray, "Expected a list of rows, each a list of cells.").meta({
    type: "array",
    items: { type: "array", items: { type: ["number", "string", "boolean", "null"] } },
  }),
});
export type PredictInput = z.output<typeof predictInputSchema>;

/** The workers whose part of a prediction is missing, and why. */
export const missingWorkers = z.array(workerReportSchema.pick({ name: true, state: true, failure: true }));
export type MissingWorker = z.output<typeof missingWorkers>[number];

/**
 * Predictions, one per row: numbers, labels, the probability of the second of two classes, or for K > 2 classes rows
 * of K probabilities in the order of `classes`.
 */
export const predictOutputSchema = z.object({
  y_pred_rows: z
    .custom<(number | string)[] | number[][]>(Array.isArray, "Expected a list of predictions.")
    .meta({
      type: "array",
      items: { anyOf: [{ type: ["number", "string"] }, { type: "array", items: { type: "number" } }] },
    }),
  classes: z.array(label).optional(),
  /** Left out when none is missing. */
  workers: missingWorkers.optional(),
});
export type PredictOutput = z.output<typeof predictOutputSchema>;

/** @throws RequestError 422. */
export function decodePredictInput(received: WireBody): PredictInput {
  return readRequest(predictInputSchema, received);
}

/** @throws AnswerError */
export function decodePredictOutput(received: WireBody): PredictOutput {
  return readAnswer(predictOutputSchema, received);
}
