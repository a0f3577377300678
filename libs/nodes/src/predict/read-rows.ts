import { DatasetError, parseFeatures, type Features } from "@chimera/dataset";
import {
  arrangeRows,
  charsetOf,
  CSV_TYPE,
  decodePredictMatrix,
  decodePredictRows,
  isReadAsJson,
  JSON_TYPE,
  matchColumns,
  mediaTypeOf,
  RequestError,
  TENSORS_TYPE,
  type ParsedRows,
  type WireBody,
} from "@chimera/protocol";

/** What a model wants to know of the rows it gets. */
export interface Wanted {
  /** `null`: nobody knows them. */
  columns: readonly string[] | null;
  takesMissing: boolean;
}

/**
 * The rows of a predict request: tensors, CSV, or JSON.
 *
 * @throws RequestError 422 that says what was expected and what came; 415 for a body that is surely none of these.
 */
export function readRows(received: WireBody, { columns, takesMissing }: Wanted): ParsedRows {
  const { contentType } = received;
  switch (mediaTypeOf(contentType)) {
    case TENSORS_TYPE: {
      const { columns: given, X } = decodePredictMatrix(received);
      return arrangeRows(given, X, columns, takesMissing, "The metadata columns");
    }
    case CSV_TYPE: {
      const { columns: given, X } = parseCsv(received, columns, takesMissing);
      return arrangeRows(given, X, columns, takesMissing, CSV_HEADER);
    }
    default:
      if (isReadAsJson(contentType)) return parseJson(received, columns, takesMissing);
      throw new RequestError(
        415,
        `Expected rows as ${JSON_TYPE}, ${CSV_TYPE} or ${TENSORS_TYPE}, got ${shown(contentType)}: ` +
          "send one of these and name it in content-type.",
      );
  }
}

function parseJson(received: WireBody, columns: readonly string[] | null, takesMissing: boolean): ParsedRows {
  try {
    return decodePredictRows(received, columns, takesMissing);
  } catch (error) {
    if (!(error instanceof RequestError) || !looksLikeCsv(received)) throw error;
    const detail = error.detail?.map((fault) =>
      fault.type === "json_invalid" ? { ...fault, msg: `${fault.msg}: ${LOOKS_LIKE_CSV}` } : fault,
    );
    throw new RequestError(error.status, error.message, detail);
  }
}

const LOOKS_LIKE_CSV =
  "this looks like CSV: send content-type: text/csv " +
  "(curl: -H 'content-type: text/csv' --data-binary @X_test.csv)";

/** Text, not JSON's brackets, and then a comma or another line. */
function looksLikeCsv({ body }: WireBody): boolean {
  const start =
    typeof body === "string" ? body : new TextDecoder().decode((body as Uint8Array).subarray(0, 4096));
  return /^\s*[^\s[{][^\r\n]*[,\r\n]/u.test(start);
}

const CSV_HEADER = "The header of the CSV";
const READABLE_CHARSETS = ["utf-8", "utf8", "us-ascii"];

function parseCsv(
  { contentType, body }: WireBody,
  expected: readonly string[] | null,
  allowMissing: boolean,
): Features {
  const charset = charsetOf(contentType) ?? "utf-8";
  if (!READABLE_CHARSETS.includes(charset)) {
    throw new RequestError(
      415,
      `Expected CSV in the encoding UTF-8, got ${shown(charset)}: send it in UTF-8.`,
    );
  }
  // Names first: a text in a column that the model does not know is no wrong number.
  const checkColumns = (given: readonly string[]): void => {
    if (expected !== null) matchColumns(given, expected, CSV_HEADER);
  };
  try {
    return parseFeatures("The body", body as Uint8Array, { allowMissing, checkColumns });
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    throw new RequestError(422, error.message + (isOneLine(body as Uint8Array) ? ` ${LINES_ARE_GONE}` : ""));
  }
}

const LINES_ARE_GONE =
  "The body is one line alone: curl takes line ends out of a file that is sent by -d, --data-binary keeps them.";

/** Whether text has no end of a line. */
function isOneLine(text: Uint8Array): boolean {
  return text.length > 0 && !text.includes(0x0a) && !text.includes(0x0d);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
