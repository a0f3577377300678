import { RequestError } from "../errors/errors.ts";
import type { PredictInput } from "../messages/predict.ts";
import { matchColumns, normalizeColumn } from "./match-columns.ts";

export interface ParsedRows {
  /** Row-major, `nRows * nColumns`, the columns in the order of `columns`. */
  X: Float64Array;
  nRows: number;
  nColumns: number;
  columns: string[];
}

/**
 * The rows of a predict request as numbers in the model's column order. Cells may be numbers, texts that are numbers,
 * or booleans (0 and 1). No rows are fine.
 *
 * @param expectedColumns the model's columns; `null` when nobody knows them (only workers of chimera 0.1): then the
 *   request's own order stands.
 * @param takesMissing whether the model takes missing values: then a cell may be null, and becomes NaN.
 * @throws RequestError 422 that says what was expected and what came, with row and column.
 */
export function parsePredictRows(
  input: PredictInput,
  expectedColumns: readonly string[] | null,
  takesMissing = false,
): ParsedRows {
  const { X_pred_columns: given, X_pred_rows: rows } = input;
  const columns = (expectedColumns ?? given).map(normalizeColumn);
  const place = matchColumns(given, columns);
  const nColumns = columns.length;
  const X = new Float64Array(rows.length * nColumns);
  for (let i = 0; i < rows.length; i++) {
    const row: unknown = rows[i];
    if (!Array.isArray(row) || row.length !== nColumns) throw raggedRow(i, row, nColumns);
    for (let j = 0; j < nColumns; j++) {
      const cell: unknown = row[j];
      const value = typeof cell === "number" ? cell : numberFrom(cell);
      // Of all numbers only NaN and the infinities give NaN here: the quickest test there is.
      if (value - value !== 0 && !(takesMissing && cell === null)) throw badCell(i, given[j], cell);
      X[i * nColumns + place[j]] = value;
    }
  }
  return { X, nRows: rows.length, nColumns, columns };
}

/** A decimal number as a CSV file may hold it: `Number` alone would also read `0x10` and `0b1`. */
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/iu;

/** NaN for what is no number. */
function numberFrom(cell: unknown): number {
  if (typeof cell === "boolean") return cell ? 1 : 0;
  return typeof cell === "string" && DECIMAL.test(cell) ? Number(cell) : NaN;
}

function raggedRow(i: number, row: unknown, nColumns: number): RequestError {
  const got = Array.isArray(row) ? `${row.length}` : "something that is no list";
  return new RequestError(
    422,
    `X_pred_rows[${i}] needs ${nColumns} values, one per name in X_pred_columns, got ${got}: send every row whole.`,
  );
}

function badCell(i: number, column: string, cell: unknown): RequestError {
  const got = typeof cell === "string" ? JSON.stringify(cell.slice(0, 60)) : shown(cell);
  return new RequestError(
    422,
    `X_pred_rows[${i}], column ${column}: expected a finite number, got ${got}: ` +
      "fill in or encode such values before you send them.",
  );
}

function shown(cell: unknown): string {
  if (typeof cell === "object" && cell !== null) return "a nested value";
  return typeof cell === "number" && !Number.isFinite(cell) ? "a number too large for float64" : String(cell);
}
