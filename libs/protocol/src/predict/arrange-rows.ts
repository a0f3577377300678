import { RequestError } from "../errors/errors.ts";
import type { MatrixMessage } from "../messages/matrix-body.ts";
import { matchColumns, normalizeColumn } from "./match-columns.ts";
import type { ParsedRows } from "./parse-rows.ts";

/**
 * The rows of a predict request that came as numbers, in the model's column order. When that is the request's own, X is the
 * request's, without a copy.
 *
 * @param expectedColumns the model's columns; `null` when nobody knows them: then the request's own order stands.
 * @param takesMissing whether the model takes missing values, which are NaN.
 * @param source what names the given columns, for the message.
 * @throws RequestError 422 that says what was expected and what came, with row and column.
 */
export function arrangeRows(
  given: readonly string[],
  { nRows, nColumns, data }: MatrixMessage,
  expectedColumns: readonly string[] | null,
  takesMissing = false,
  source = "X_pred_columns",
): ParsedRows {
  const columns = (expectedColumns ?? given).map(normalizeColumn);
  const place = matchColumns(given, columns, source);
  if (nColumns !== given.length) {
    throw new RequestError(
      422,
      `Expected X with ${given.length} columns, one per name in columns, got ${nColumns}: send every row whole.`,
    );
  }
  // Rows without cells take no bytes: a small body could announce billions of them.
  if (nColumns === 0)
    throw new RequestError(422, "Expected at least one column, got none: name the features.");
  checkValues(given, data, takesMissing);
  if (place.every((to, j) => to === j)) return { X: data, nRows, nColumns, columns };
  const X = new Float64Array(data.length);
  for (let i = 0, from = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++) X[i * nColumns + place[j]] = data[from++];
  }
  return { X, nRows, nColumns, columns };
}

function checkValues(columns: readonly string[], data: Float64Array, takesMissing: boolean): void {
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += 0 * data[at];
  if (sum === 0) return;
  const bad = data.findIndex((value) => !Number.isFinite(value) && !(takesMissing && Number.isNaN(value)));
  if (bad < 0) return;
  const row = Math.floor(bad / columns.length);
  throw new RequestError(
    422,
    `X[${row}], column ${columns[bad % columns.length].slice(0, 60)}: expected a finite number, got ${data[bad]}: ` +
      "fill in or encode such values before you send them.",
  );
}
