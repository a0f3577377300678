import { matrix, type Matrix } from "@chimera/algorithms";
import { emptyCell, notFinite, parseCell, textInFeature, type CellPlace } from "./cell.ts";
import { checkedColumns } from "./columns.ts";
import { parseNumericTable } from "./numeric-table.ts";
import { readBytes } from "./read-bytes.ts";
import { parseTextTable, type TextTable } from "./text-table.ts";

/** The features of a data set. */
export interface Features {
  /** Names, trimmed and in lower case, unique. */
  columns: string[];
  /** n × d, n ≥ 1, finite; column j belongs to `columns[j]`. */
  X: Matrix;
}

/**
 * Reads the features from a CSV file: a header, then rows of finite numbers.
 *
 * @throws DatasetError with file, line and column.
 */
export function readFeatures(path: string): Features {
  const bytes = readBytes(path);
  const numeric = parseNumericTable(bytes);
  if (numeric) return { columns: checkedColumns(path, numeric.header), X: numeric.X };
  return featuresOf(parseTextTable(path, bytes));
}

/** The features of a table of text, by the general path. */
export function featuresOf(table: TextTable): Features {
  const { columns, rows } = table;
  const X = matrix(rows.length, columns.length);
  rows.forEach((row, i) => {
    row.forEach((cell, j) => {
      const value = parseCell(cell);
      if (value === undefined || !Number.isFinite(value)) throw cellFault(table, i, j);
      X.data[i * columns.length + j] = value;
    });
  });
  return { columns: [...columns], X };
}

function cellFault({ file, columns, rows, lineOf }: TextTable, i: number, j: number): Error {
  const place: CellPlace = { file, line: lineOf(i), column: columns[j] };
  const text = rows[i][j];
  if (text.trim() === "") return emptyCell(place, "a number");
  return parseCell(text) === undefined ? textInFeature(place, text) : notFinite(place, text);
}
