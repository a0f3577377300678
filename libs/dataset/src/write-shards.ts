import { ParameterError } from "@chimera/algorithms";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { normalizeColumn } from "./columns.ts";
import { DatasetError, quoted } from "./dataset-error.ts";
import { TEST_DATA_FOLDER } from "./load-dataset.ts";
import { readBytes } from "./read-bytes.ts";
import { splitTable, type SplitOptions } from "./split-table.ts";
import { parseTextTable, type TextTable } from "./text-table.ts";

const TRAIN_DATA_FOLDER = "chimera_train_data";

/** What to split and where to put it. */
export interface WriteShardsOptions extends Omit<SplitOptions, "shards" | "stratify"> {
  /** Path of a CSV file with all columns. */
  csv: string;
  /** Name of the target's column (case and spaces round it do not count). */
  target: string;
  /** The user's folder. */
  projectDir: string;
  /** The workers that get a shard each: host names, unique (case does not count). */
  names: readonly string[];
  /** Whether shards and hold-out each get about the same share of every value of the target. Default false. */
  stratify?: boolean;
}

/** A folder that was written. */
export interface WrittenPart {
  folder: string;
  nRows: number;
}

/** What `writeShards` wrote. */
export interface ShardsSummary {
  /** Rows of the CSV file. */
  nRows: number;
  /** Names of the features, as they stand in the file. */
  features: string[];
  target: string;
  shards: (WrittenPart & { name: string })[];
  /** Shards in `chimera_train_data` that are not of this split: folders with an X_train.csv, by name; they stay as they are. */
  otherShards: string[];
  /** `null` when nothing was held out; files of an earlier hold-out then stay as they are. */
  holdOut: WrittenPart | null;
}

/**
 * Splits one CSV file into a shard for each worker, `chimera_train_data/<name>/{X,y}_train.csv`, and a hold-out,
 * `chimera_test_data/{X,y}_test.csv`. Cells are copied as text, so that nothing is lost by rounding or encoding.
 *
 * @throws DatasetError when the file cannot be used, ParameterError for options out of range.
 */
export function writeShards(options: WriteShardsOptions): ShardsSummary {
  const { csv, projectDir, names } = options;
  checkNames(names);
  const table = parseTextTable(csv, readBytes(csv));
  const target = targetIndex(table, options.target);
  const stratify = options.stratify ? codesOf(table, target) : undefined;
  const split = splitTable({ nRows: table.rows.length }, { ...options, shards: names.length, stratify });

  const write = (folder: string, suffix: string, rows: Int32Array) =>
    writePart(table, target, folder, suffix, rows);
  const shards = names.map((name, k) => {
    return { name, ...write(join(projectDir, TRAIN_DATA_FOLDER, name), "train", split.shards[k]) };
  });
  const hasHoldOut = split.holdOut.length > 0;
  return {
    nRows: table.rows.length,
    features: table.header.filter((_, j) => j !== target),
    target: table.header[target],
    shards,
    otherShards: otherShards(join(projectDir, TRAIN_DATA_FOLDER), names),
    holdOut: hasHoldOut ? write(join(projectDir, TEST_DATA_FOLDER), "test", split.holdOut) : null,
  };
}

function otherShards(folder: string, names: readonly string[]): string[] {
  return readdirSync(folder)
    .filter((name) => !names.includes(name) && existsSync(join(folder, name, "X_train.csv")))
    .sort(new Intl.Collator("en", { numeric: true }).compare);
}

function checkNames(names: readonly string[]): void {
  const isName = (name: string) => /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/iu.test(name);
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  if (names.every(isName) && distinct.size === names.length && names.length > 0) return;
  throw new ParameterError(
    "names",
    "be at least one host name (letters, digits, inner hyphens), without repeats",
    names,
  );
}

function targetIndex({ file, columns }: TextTable, target: string): number {
  const index = columns.indexOf(normalizeColumn(target));
  const listed = columns.map(quoted).join(", ");
  if (index < 0) {
    const cure = "Name one of these columns as target.";
    throw new DatasetError({ file, line: 1, expected: `a column ${quoted(target)}`, got: listed, cure });
  }
  if (columns.length === 1) {
    const cure = "Add the features.";
    throw new DatasetError({ file, line: 1, expected: "features beside the target", got: listed, cure });
  }
  return index;
}

/** Numbers the values of a column in order of appearance. */
function codesOf({ rows }: TextTable, column: number): Int32Array {
  const codes = new Map<string, number>();
  return Int32Array.from(rows, (row) => {
    const value = row[column].trim();
    if (!codes.has(value)) codes.set(value, codes.size);
    return codes.get(value)!;
  });
}

function writePart(
  table: TextTable,
  target: number,
  folder: string,
  suffix: string,
  rows: Int32Array,
): WrittenPart {
  const lines = [table.header, ...Array.from(rows, (row) => table.rows[row])];
  const isFeature = (_: string, j: number) => j !== target;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `X_${suffix}.csv`), csvText(lines.map((cells) => cells.filter(isFeature))));
  writeFileSync(join(folder, `y_${suffix}.csv`), csvText(lines.map((cells) => [cells[target]])));
  return { folder, nRows: rows.length };
}

function csvText(lines: readonly (readonly string[])[]): string {
  return `${lines.map((cells) => cells.map(csvCell).join(",")).join("\n")}\n`;
}

function csvCell(text: string): string {
  return /[",\n\r]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
