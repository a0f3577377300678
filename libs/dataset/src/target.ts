import { emptyCell, notFinite, parseCell, type CellPlace } from "./cell.ts";
import { checkedColumns } from "./columns.ts";
import { DatasetError, quoted } from "./dataset-error.ts";
import { readNumericFile } from "./numeric-file.ts";
import { readBytes } from "./read-bytes.ts";
import { parseTextTable, type TextTable } from "./text-table.ts";

/** The target of a data set. */
export interface Target {
  /** Its name, trimmed and in lower case. */
  column: string;
  /** n ≥ 1 finite numbers when every cell is a number, else n class labels as text, trimmed. */
  y: Float64Array | string[];
}

/**
 * Reads the target from a CSV file with one column.
 *
 * @throws DatasetError with file, line and column.
 */
export function readTarget(path: string): Target {
  return readTargetFor(path, "classifier");
}

/** Reads a target of finite numbers: a regressor's. @throws DatasetError at the first cell that is no number. */
export function readNumericTarget(path: string): { column: string; y: Float64Array } {
  return readTargetFor(path, "regressor") as { column: string; y: Float64Array };
}

function readTargetFor(path: string, task: "classifier" | "regressor"): Target {
  const numeric = readNumericFile(path);
  if (!numeric) return targetOf(parseTextTable(path, readBytes(path)), task);
  const column = onlyColumn(path, checkedColumns(path, numeric.header));
  return { column, y: numeric.X.data };
}

/** The target in a table of text, by the general path. */
function targetOf(table: TextTable, task: "classifier" | "regressor"): Target {
  const column = onlyColumn(table.file, table.columns);
  const labels = table.rows.map(([cell]) => cell.trim());
  const numbers = labels.map(parseCell);
  const place = (i: number): CellPlace => ({ file: table.file, line: table.lineOf(i), column });

  const firstText = numbers.indexOf(undefined);
  const firstEmpty = labels.indexOf("");
  const firstNotFinite = numbers.findIndex((value) => value !== undefined && !Number.isFinite(value));
  if (firstEmpty >= 0) throw emptyCell(place(firstEmpty), "a label or a number");
  if (firstNotFinite >= 0) throw notFinite(place(firstNotFinite), labels[firstNotFinite]);
  if (firstText < 0) return { column, y: Float64Array.from(numbers as number[]) };
  if (task === "regressor") throw textForRegressor(place(firstText), labels[firstText]);
  return { column, y: labels };
}

function onlyColumn(file: string, columns: readonly string[]): string {
  if (columns.length === 1) return columns[0];
  throw new DatasetError({
    file,
    line: 1,
    expected: "one column, the target",
    got: `${columns.length} (${columns.slice(0, 5).join(", ")}${columns.length > 5 ? ", …" : ""})`,
    cure: "Keep the target alone in this file; features belong into the file of X.",
  });
}

function textForRegressor(place: CellPlace, text: string): DatasetError {
  return new DatasetError({
    ...place,
    expected: "a number, for a regressor predicts numbers",
    got: quoted(text),
    cure: "Correct the cell, or train a classifier if these are classes.",
  });
}
