import { kernels, matrix, type Matrix } from "@chimera/algorithms";
import Papa from "papaparse";
import { lineBlocks, type ReadAt } from "./line-blocks.ts";
import { NumberScanner } from "./number-scanner.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const COMMA = 44;

/** A header and rows of numbers. */
export interface NumericTable {
  /** The header's cells as they stand there. */
  readonly header: readonly string[];
  /** One row for each line after the header. */
  readonly X: Matrix;
}

/** What the first pass finds: how large the matrix will be. */
interface Lines {
  header: string[];
  /** Lines after the header, without blank ones at the end. */
  nRows: number;
  /** Bytes of these lines. */
  nBytes: number;
}

/**
 * The fast path: parses a CSV of plain numbers from its bytes, without making strings. It reads twice, first to count the
 * rows, then into a matrix of just that size: in memory are the matrix and one block of text.
 *
 * @param read the bytes of UTF-8 text without a byte order mark, the same ones each time.
 * @param allowMissing whether cells that say that their value is missing become NaN (see `isMissingCell`).
 * @param blockSize as in `lineBlocks`.
 * @returns undefined for a table it cannot read (quotes, text, ragged rows, no rows, …): the general path then
 *   reads it, or says what is wrong and where.
 */
export function parseNumericTable(
  read: ReadAt,
  allowMissing = false,
  blockSize?: number,
): NumericTable | undefined {
  const lines = countLines(lineBlocks(read, blockSize));
  if (lines === undefined || lines.nRows === 0) return undefined;
  const { header, nRows, nBytes } = lines;
  // A cell takes a separator at least, and a digit where none may be missing: blank lines reserve no memory.
  if (nRows * header.length * (allowMissing ? 1 : 2) > nBytes) return undefined;
  // Where the kernels read it without a copy.
  const X = matrix(nRows, header.length, kernels().allocateFloat64(nRows * header.length));
  // In a single column an empty cell is a blank line, which at the end of a file is none: the general path knows.
  const takesMissing = allowMissing && header.length > 1;
  return fill(X, lineBlocks(read, blockSize), takesMissing) ? { header, X } : undefined;
}

/** @returns undefined without a header of cells. */
function countLines(blocks: Iterable<Buffer>): Lines | undefined {
  let header: string[] | undefined;
  let nRows = 0;
  let nBytes = 0;
  /** Lines and bytes since the last one that is not blank. */
  let blank = { lines: 0, bytes: 0 };
  for (const block of blocks) {
    const start = header === undefined ? block.indexOf(LINE_FEED) + 1 : 0;
    header ??= headerCells(block.toString("utf8", 0, start - 1));
    if (header === undefined) return undefined;
    const end = Math.max(start, withoutFinalLineBreaks(block));
    const after = { lines: countLineFeeds(block, end), bytes: block.length - end };
    if (end === start) {
      blank = { lines: blank.lines + after.lines, bytes: blank.bytes + after.bytes };
      continue;
    }
    nRows += blank.lines + countLineFeeds(block.subarray(0, end), start) + 1;
    nBytes += blank.bytes + end - start + 1;
    blank = { lines: after.lines - 1, bytes: after.bytes - 1 };
  }
  return header && { header, nRows, nBytes };
}

/**
 * The cells of the first line; undefined when it does not end the header (a line break in quotes), is malformed, or has
 * tabs, which may be the separator.
 */
function headerCells(line: string): string[] | undefined {
  const text = line.replace(/\r$/u, "");
  if (/[\r\t]/u.test(text)) return undefined;
  if (!text.includes('"')) return text.split(",");
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ",", newline: "\n" });
  return errors.length === 0 ? data[0] : undefined;
}

function withoutFinalLineBreaks(bytes: Buffer): number {
  let end = bytes.length;
  while (isLineBreak(bytes[end - 1])) end--;
  return end;
}

function isLineBreak(byte: number): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

/** `indexOf` searches many bytes at a time: a fifth of the time of a loop over them. */
function countLineFeeds(bytes: Buffer, start: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED, start); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}

/** Reads all cells of `X`; false when the rows are not those that were counted, or not numbers (or missing, where taken). */
function fill(X: Matrix, blocks: Iterable<Buffer>, takesMissing: boolean): boolean {
  let cell = 0;
  let isFirst = true;
  for (const block of blocks) {
    cell = fillFrom(block, isFirst ? block.indexOf(LINE_FEED) + 1 : 0, X, cell, takesMissing);
    if (cell < 0) return false;
    isFirst = false;
  }
  return cell === X.data.length;
}

/** Reads the rows of a block into the cells from `cell` on. @returns the cell behind the last one, −1 on failure. */
function fillFrom(
  bytes: Buffer,
  start: number,
  { nColumns, data }: Matrix,
  cell: number,
  takesMissing: boolean,
): number {
  const scanner = new NumberScanner(bytes, start);
  while (scanner.position < bytes.length) {
    if (cell === data.length) return withoutFinalLineBreaks(bytes) <= scanner.position ? cell : -1;
    for (let j = 1; j <= nColumns; j++) {
      const first = scanner.position;
      const value = scanner.next();
      if (Number.isNaN(value) && !(takesMissing && scanner.skipMissing(first))) return -1;
      data[cell++] = value;
      if (j < nColumns && bytes[scanner.position++] !== COMMA) return -1;
    }
    if (bytes[scanner.position] === CARRIAGE_RETURN) scanner.position++;
    if (bytes[scanner.position++] !== LINE_FEED) return -1;
  }
  return cell;
}
