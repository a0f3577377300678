import { matrix, type Matrix } from "@chimera/algorithms";
import { isMissingCell, missingCell, notFinite, parseCell, textInFeature, type CellPlace } from "./cell.ts";
import { checkedColumns } from "./columns.ts";
import { parseNumericTable } from "./numeric-table.ts";
import { readBytes, withoutMark } from "./read-bytes.ts";
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

export interface ParseOptions extends FeatureOptions {
  /** Sees the names of the columns before the cells are judged; it may throw. */
  checkColumns?: (columns: readonly string[]) => void;
}

/**
 * Reads the features from a CSV file: a header, then rows of finite numbers.
 *
 * @throws DatasetError with file, line and column.
 */
export function readFeatures(path: string, options: FeatureOptions = {}): Features {
  return parseFeatures(path, readBytes(path), options);
}

/**
 * The same from the bytes of such a file.
 *
 * @param name how messages call them.
 * @throws DatasetError with that name, line and column.
 */
export function parseFeatures(
  name: string,
  bytes: Buffer,
  { allowMissing = false, checkColumns }: ParseOptions = {},
): Features {
  const content = withoutMark(name, bytes);
  const numeric = parseNumericTable(content, allowMissing);
  if (numeric) {
    const columns = checkedColumns(name, numeric.header);
    checkColumns?.(columns);
    return { columns, X: numeric.X };
  }
  const table = parseTextTable(name, content);
  checkColumns?.(table.columns);
  return featuresOf(table, allowMissing);
}

/** The features of a table of text, by the general path. */
export function featuresOf(table: TextTable, allowMissing: boolean): Features {
  const { columns, rows } = table;
  const X = matrix(rows.length, columns.length);
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
