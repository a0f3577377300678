import { AnswerError } from "../errors/errors.ts";
import type { MatrixMessage } from "../messages/matrix-body.ts";
import type { PredictInput, PredictOutput } from "../messages/predict.ts";

/** Rows of a matrix as the predict request of chimera 0.1. */
export function predictInputOf(columns: readonly string[], X: MatrixMessage): PredictInput {
  return { X_pred_columns: [...columns], X_pred_rows: rowsOf(X) };
}

/**
 * The inverse of `encodePredictionJson`: what a model worker of chimera 0.1 answered, as a matrix.
 *
 * @param nClasses K, or `null` for a regressor. Scalars p of two classes become the rows (1 − p, p).
 * @throws AnswerError when the number of rows or their width differ, or something is no finite number.
 */
export function matrixOfPredictOutput(
  { y_pred_rows: rows }: PredictOutput,
  nRows: number,
  nClasses: number | null,
): MatrixMessage {
  const nColumns = nClasses ?? 1;
  if (rows.length !== nRows) throw new AnswerError(`Expected ${nRows} predictions, got ${rows.length}.`);
  const data = new Float64Array(nRows * nColumns);
  rows.forEach((row, i) => {
    const values = Array.isArray(row) ? row : nClasses === 2 ? [1 - Number(row), Number(row)] : [row];
    if (values.length !== nColumns || !values.every(Number.isFinite)) {
      throw new AnswerError(
        `Prediction ${i} should be ${nColumns} finite numbers, got ${JSON.stringify(row)}.`,
      );
    }
    data.set(values as number[], i * nColumns);
  });
  return { nRows, nColumns, data };
}

function rowsOf({ nRows, nColumns, data }: MatrixMessage): number[][] {
  return Array.from({ length: nRows }, (_, i) => Array.from(data.subarray(i * nColumns, (i + 1) * nColumns)));
}
