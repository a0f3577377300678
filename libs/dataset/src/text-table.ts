import Papa from "papaparse";
import { checkedColumns } from "./columns.ts";
import { DatasetError, quoted } from "./dataset-error.ts";

/** A CSV file as text, with rows of one width. */
export interface TextTable {
  readonly file: string;
  /** The header's cells, trimmed. */
  readonly header: readonly string[];
  /** Trimmed, in lower case, unique. */
  readonly columns: readonly string[];
  /** At least one; each has a cell per column, as it stands in the file (without its quotes). */
  readonly rows: readonly (readonly string[])[];
  /** Line in the file (from 1) at which row `i` begins. */
  lineOf(i: number): number;
}

/**
 * The general path: any comma-separated text, with quotes, line breaks of any kind, blank lines at the end.
 * Line breaks inside quotes come back as `\n`.
 *
 * @param bytes UTF-8 without a byte order mark.
 * @throws DatasetError for an empty file, malformed quotes, a faulty header, no rows, and rows of another width than the header.
 */
export function parseTextTable(file: string, bytes: Buffer): TextTable {
  const text = bytes.toString("utf8").replaceAll(/\r\n?/gu, "\n");
  const { data: lines, errors } = Papa.parse<string[]>(text, { delimiter: ",", newline: "\n" });
  const [quoteError] = errors.filter((error) => error.type === "Quotes");
  if (quoteError) throw malformedQuotes(file, lineOf(lines, quoteError.row ?? 0), quoteError.message);
  while (isBlank(lines.at(-1))) lines.pop();

  const [header, ...rows] = lines;
  if (header === undefined) throw emptyFile(file);
  checkSeparator(file, header, rows[0]);
  const columns = checkedColumns(file, header);
  if (rows.length === 0) throw noRows(file);
  const ragged = rows.findIndex((row) => row.length !== columns.length);
  if (ragged >= 0) throw raggedRow(file, lineOf(lines, ragged + 1), columns.length, rows[ragged]);
  return {
    file,
    header: header.map((name) => name.trim()),
    columns,
    rows,
    lineOf: (i) => lineOf(lines, i + 1),
  };
}

/** Counted only for a message: quoted cells may hold line breaks, so rows before may take several lines each. */
function lineOf(lines: readonly string[][], row: number): number {
  const breaks = lines.slice(0, row).flatMap((cells) => cells.map((cell) => cell.split("\n").length - 1));
  return 1 + Math.min(row, lines.length) + breaks.reduce((sum, count) => sum + count, 0);
}

function isBlank(row: readonly string[] | undefined): boolean {
  return row?.length === 1 && row[0].trim() === "";
}

/** One column with the same foreign separator in header and first row is a table in another dialect. */
function checkSeparator(
  file: string,
  header: readonly string[],
  firstRow: readonly string[] | undefined,
): void {
  const separator = [";", "\t"].find(
    (mark) => header.join().includes(mark) && firstRow?.join().includes(mark),
  );
  if (separator === undefined || header.length > 1) return;
  const got = `${separator === "\t" ? "tabs" : "semicolons"} in the header ${quoted(header[0])}`;
  throw new DatasetError({
    file,
    line: 1,
    expected: "columns separated by commas",
    got,
    cure: "Save it with commas.",
  });
}

function malformedQuotes(file: string, line: number, message: string): DatasetError {
  return new DatasetError({
    file,
    line,
    expected: "quotes that open and close a whole cell",
    got: `malformed ones (${message.toLowerCase()})`,
    cure: 'Close the quotes; write a quote inside a quoted cell twice: "".',
  });
}

function emptyFile(file: string): DatasetError {
  const cure = "Write the names of the columns into the first line and one row into each further line.";
  return new DatasetError({ file, expected: "a header and rows", got: "an empty file", cure });
}

function noRows(file: string): DatasetError {
  const cure = "Put at least one row below the header.";
  return new DatasetError({ file, expected: "a header and rows", got: "a header only, no rows", cure });
}

function raggedRow(file: string, line: number, width: number, row: readonly string[]): DatasetError {
  const isBlankLine = isBlank(row);
  return new DatasetError({
    file,
    line,
    expected: `${width} cell${width === 1 ? "" : "s"}, as many as the header has columns`,
    got: isBlankLine ? "a blank line" : String(row.length),
    cure: isBlankLine
      ? "Remove the line."
      : "Complete the row, or remove cells; quote text that contains commas.",
  });
}
