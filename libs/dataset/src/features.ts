import { kernels, matrix, type Matrix } from "@chimera/algorithms";
import { isMissingCell, missingCell, notFinite, parseCell, textInFeature, type CellPlace } from "./cell.ts";
import { checkedColumns } from "./columns.ts";
import { readNumericFile } from "./numeric-file.ts";
import { readBytes } from "./read-bytes.ts";
import { parseTextTable, type TextTable } from "./text-table.ts";

/** The features of a data set. */
export interface Features {
  /** Names, trimmed and in lower case, unique. */
  columns: string[];
  /** n × d, n ≥ 1, finite (or NaN with `allowMissing`); column j belongs to `columns[j]`. */
  X: Matrix;
}

export interface FeatureOptions {
  /**
   * Whether a cell may be empty, NA, NaN, null or a question mark: it becomes NaN, for a learner whose `takesMissing` is
   * true. Default: false, such a cell is refused.
   */
  allowMissing?: boolean;
}

/**
 * Reads the features from a CSV file: a header, then rows of finite numbers.
 *
 * @throws DatasetError with file, line and column.
 */
export function readFeatures(path: string, { allowMissing = false }: FeatureOptions = {}): Features {
  const numeric = readNumericFile(path, allowMissing);
  if (numeric) return { columns: checkedColumns(path, numeric.header), X: numeric.X };
  return featuresOf(parseTextTable(path, readBytes(path)), allowMissing);
}

/** The features of a table of text, by the general path. */
export function featuresOf(table: TextTable, allowMissing: boolean): Features {
  const { columns, rows } = table;
  const X = matrix(rows.length, columns.length, kernels().allocateFloat64(rows.length * columns.length));
  rows.forEach((row, i) => {
    row.forEach((cell, j) => {
      const value = allowMissing && isMissingCell(cell) ? NaN : finiteNumber(table, i, j);
      X.data[i * columns.length + j] = value;
    });
  });
  return { columns: [...columns], X };
}

function finiteNumber(table: TextTable, i: number, j: number): number {
  const value = parseCell(table.rows[i][j]);
  if (value === undefined || !Number.isFinite(value)) throw cellFault(table, i, j);
  return value;
}

function cellFault({ file, columns, rows, lineOf }: TextTable, i: number, j: number): Error {
  const place: CellPlace = { file, line: lineOf(i), column: columns[j] };
  const text = rows[i][j];
  if (isMissingCell(text)) return missingCell(place, text);
  return parseCell(text) === undefined ? textInFeature(place, text) : notFinite(place, text);
}
