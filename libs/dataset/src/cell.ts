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

/** What people write into a cell that has no value. */
const MISSING = /^(?:|na|nan|null|\?)$/iu;

/** Whether a cell says that its value is missing: it is empty, or NA, NaN, null (in any case) or a question mark. */
export function isMissingCell(text: string): boolean {
  return MISSING.test(text.trim());
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

/** A missing value among the features of a learner that takes none. */
export function missingCell(place: CellPlace, text: string): DatasetError {
  const isEmpty = text.trim() === "";
  return new DatasetError({
    ...place,
    expected: isEmpty ? "a number" : "a finite number",
    got: isEmpty ? "an empty cell" : quoted(text.trim()),
    cure: "Fill it in, or remove the row. A learner fills such cells itself when it is a Pipeline that begins with a SimpleImputer.",
  });
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
