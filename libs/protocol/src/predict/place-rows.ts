import { matchColumns, normalizeColumn } from "./match-columns.ts";

/** Rows as they came, under the names that came. */
export interface NamedRows {
  columns: readonly string[];
  nRows: number;
  /** Row-major, length `nRows * columns.length`. */
  data: Float64Array;
}

/** Rows to predict, as the model wants them. */
export interface ParsedRows {
  /** Row-major, `nRows * nColumns`, the columns in the order of `columns`. */
  X: Float64Array;
  nRows: number;
  nColumns: number;
  columns: string[];
}

/**
 * Puts the columns into the model's order, by name; no copy when they are in that order already.
 *
 * @param expectedColumns the model's columns; `null` when nobody knows them: then the rows' own order stands.
 * @param source what gave the names, for the message.
 * @throws RequestError 422 that names repeated, missing and unknown columns.
 */
export function placeRows(
  { columns: given, nRows, data }: NamedRows,
  expectedColumns: readonly string[] | null,
  source?: string,
): ParsedRows {
  const columns = (expectedColumns ?? given).map(normalizeColumn);
  const place = matchColumns(given, columns, source);
  const nColumns = columns.length;
  const isInOrder = place.every((to, j) => to === j);
  const X = isInOrder ? data : reordered(data, Int32Array.from(place));
  return { X, nRows, nColumns, columns };
}

function reordered(data: Float64Array, place: Int32Array): Float64Array {
  const d = place.length;
  const X = new Float64Array(data.length);
  for (let row = 0; row < data.length; row += d) {
    for (let j = 0; j < d; j++) X[row + place[j]] = data[row + j];
  }
  return X;
}
