import { JsonScanner } from "../json/json-scanner.ts";
import { readNumbers } from "../json/read-numbers.ts";
import type { MatrixMessage } from "../messages/matrix-body.ts";

const SPACE = 32;
const COMMA = 44;
const COLON = 58;
const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/**
 * The fast path of a predict request: reads its numbers from the bytes of the JSON text straight into an array, without
 * making an object of each row.
 *
 * @param takesMissing whether a cell may be `null`; it becomes NaN.
 * @returns undefined for whatever is no list of names followed by rows of as many finite numbers: `JSON.parse` and the
 *   schema then read it, or say what is wrong and where.
 */
export function quickRows(
  body: Uint8Array,
  takesMissing: boolean,
): { columns: string[]; X: MatrixMessage } | undefined {
  const bytes = withoutFinalBlanks(body);
  const scanner = new JsonScanner(bytes);
  scanner.skipBlanks();
  if (!scanner.take(OPENING_BRACE) || !takeKey(scanner, "X_pred_columns")) return undefined;
  const columns = namesAt(scanner);
  if (columns === undefined || columns.length === 0) return undefined;
  if (!scanner.take(COMMA) || !takeKey(scanner, "X_pred_rows")) return undefined;
  const data = cellsAt(scanner, bytes, columns.length, takesMissing);
  if (!data || !scanner.take(CLOSING_BRACE) || !scanner.isAtEnd) return undefined;
  return { columns, X: { nRows: data.length / columns.length, nColumns: columns.length, data } };
}

function withoutFinalBlanks(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] <= SPACE) end--;
  return bytes.subarray(0, end);
}

function takeKey(scanner: JsonScanner, key: string): boolean {
  return scanner.text() === key && scanner.take(COLON);
}

function namesAt(scanner: JsonScanner): string[] | undefined {
  const names: string[] = [];
  if (!scanner.take(OPENING_BRACKET)) return undefined;
  do {
    const name = scanner.text();
    if (name === undefined) return undefined;
    names.push(name);
  } while (scanner.take(COMMA));
  return scanner.take(CLOSING_BRACKET) ? names : undefined;
}

/** Rows beyond the first may be a little shorter than it. */
const SPARE = 1.1;

/** The cells of a list of rows; undefined as soon as a row is not `nColumns` numbers. */
function cellsAt(
  scanner: JsonScanner,
  bytes: Uint8Array,
  nColumns: number,
  takesMissing: boolean,
): Float64Array | undefined {
  if (!scanner.take(OPENING_BRACKET)) return undefined;
  if (scanner.take(CLOSING_BRACKET)) return new Float64Array(0);
  const start = scanner.position;
  let data = new Float64Array(nColumns);
  let nCells = 0;
  do {
    if (nCells === data.length) {
      // As many rows as still fit in, by the mean length of those before.
      const bytesOfRow = (scanner.position - start) / (nCells / nColumns || 1);
      const nRows = 1 + Math.ceil((SPARE * (bytes.length - scanner.position)) / (bytesOfRow || bytes.length));
      const larger = new Float64Array(nCells + nRows * nColumns);
      larger.set(data);
      data = larger;
    }
    if (!scanner.take(OPENING_BRACKET)) return undefined;
    const after = readNumbers(bytes, scanner.position, data, nCells, nColumns, takesMissing);
    if (after < 0) return undefined;
    scanner.position = after;
    nCells += nColumns;
  } while (scanner.take(COMMA));
  return scanner.take(CLOSING_BRACKET) ? data.subarray(0, nCells) : undefined;
}
