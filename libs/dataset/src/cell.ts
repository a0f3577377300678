import { DatasetError, quoted } from "./dataset-error.ts";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/iu;

/**
 * The number a cell holds: decimal digits with or without sign, point and exponent, read by `Number`. Hexadecimal
 * and the like are no numbers here; NaN and infinity are read as such, for the caller to refuse.
 *
 * @returns undefined when the cell is no number.
 */
export function parseCell(text: string): number | undefined {
  const trimmed = text.trim();
  if (DECIMAL.test(trimmed)) return Number(trimmed);
  return NOT_FINITE.test(trimmed) ? NaN : undefined;
}

/** Where a cell stands. */
export interface CellPlace {
  readonly file: string;
  readonly line: number;
  readonly column: string;
}

export function emptyCell(place: CellPlace, expected: string): DatasetError {
  const cure = "Fill it in, or remove the row.";
  return new DatasetError({ ...place, expected, got: "an empty cell", cure });
}

export function notFinite(place: CellPlace, text: string): DatasetError {
  const cure = "Replace the value (a missing one, for example by the column's mean), or remove the row.";
  return new DatasetError({ ...place, expected: "a finite number", got: quoted(text.trim()), cure });
}

export function textInFeature(place: CellPlace, text: string): DatasetError {
  const cure =
    "Encode the column as numbers, for example one-hot: a column of 0 and 1 for each of its values.";
  return new DatasetError({ ...place, expected: "a number", got: quoted(text.trim()), cure });
}
