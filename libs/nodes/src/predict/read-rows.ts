import { DatasetError, parseFeatures } from "@chimera/dataset";
import {
  charsetOf,
  CSV_TYPE,
  decodePredictRows,
  decodePredictTensors,
  isReadAsJson,
  isTensors,
  matchColumns,
  mediaTypeOf,
  placeRows,
  RequestError,
  TENSORS_TYPE,
  type ParsedRows,
  type WireBody,
} from "@chimera/protocol";

/** Which rows a model takes. */
export interface ExpectedRows {
  /** In the model's order; `null` when nobody knows them. */
  columns: readonly string[] | null;
  /** Whether a value may be missing. */
  takesMissing: boolean;
}

/**
 * The rows of a predict request in any of its forms: JSON, tensors, CSV.
 *
 * @throws RequestError 415 for a body of another kind, 422 for one that does not fit.
 */
export function readRows(received: WireBody, { columns, takesMissing }: ExpectedRows): ParsedRows {
  const { contentType } = received;
  if (isTensors(received)) return decodePredictTensors(received, columns, takesMissing);
  if (mediaTypeOf(contentType) === CSV_TYPE) return csvRows(received, columns, takesMissing);
  if (isReadAsJson(contentType)) return decodePredictRows(received, columns, takesMissing);
  throw new RequestError(
    415,
    `Expected rows as application/json, ${CSV_TYPE} or ${TENSORS_TYPE}, got ${shown(contentType)}: ` +
      "send one of these, with its content-type.",
  );
}

/** How messages call the request's CSV, which has no file name. */
const CSV = "The CSV";

function csvRows(
  { contentType, body }: WireBody,
  expected: readonly string[] | null,
  allowMissing: boolean,
): ParsedRows {
  const charset = charsetOf(contentType) ?? "utf-8";
  if (!["utf-8", "utf8", "us-ascii"].includes(charset)) {
    throw new RequestError(415, `Expected ${CSV_TYPE} in UTF-8, got ${shown(charset)}: save it in UTF-8.`);
  }
  const bytes = typeof body === "string" ? Buffer.from(body) : asBuffer(body);
  const source = `${CSV}'s header`;
  // Before the cells: text in a column that the model does not know should not be called a wrong number.
  const checkColumns = (given: readonly string[]): void =>
    void (expected && matchColumns(given, expected, source));
  try {
    const { columns, X } = parseFeatures(CSV, bytes, { allowMissing, checkColumns });
    return placeRows({ columns, nRows: X.nRows, data: X.data }, expected, source);
  } catch (error) {
    throw error instanceof DatasetError ? new RequestError(422, error.message) : error;
  }
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 100));
