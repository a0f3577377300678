import * as z from "zod";
import { readAnswer, readRequest, type WireBody } from "../wire-body.ts";
import { label } from "./numbers.ts";
import { workerReportSchema } from "./fit.ts";
import { decodeMatrixRequest, encodeMatrix, type FloatMatrix, type MatrixMessage } from "./matrix-body.ts";

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
  /** The workers whose part is missing, and why; left out when none is. */
  workers: z.array(workerReportSchema.pick({ name: true, state: true, failure: true })).optional(),
});
export type PredictOutput = z.output<typeof predictOutputSchema>;

/** @throws RequestError 422. */
export function decodePredictInput(received: WireBody): PredictInput {
  return readRequest(predictInputSchema, received);
}

const matrixFacts = z.object({ columns: z.array(z.string()) });

/** The rows of a predict request in tensors: `X`, n × d, with the names of its columns beside it. @throws RequestError 422. */
export function decodePredictMatrix(received: WireBody): { columns: string[]; X: MatrixMessage } {
  const { matrix, metadata } = decodeMatrixRequest("X", matrixFacts, received);
  return { columns: metadata.columns, X: matrix };
}

/** The inverse of `decodePredictMatrix`. */
export function encodePredictMatrix(columns: readonly string[], X: FloatMatrix): WireBody {
  return encodeMatrix("X", X, { columns: [...columns] });
}

/** @throws AnswerError */
export function decodePredictOutput(received: WireBody): PredictOutput {
  return readAnswer(predictOutputSchema, received);
}
