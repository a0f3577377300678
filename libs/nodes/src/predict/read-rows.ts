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
      if (isReadAsJson(contentType)) return decodePredictRows(received, columns, takesMissing);
      throw new RequestError(
        415,
        `Expected rows as ${JSON_TYPE}, ${CSV_TYPE} or ${TENSORS_TYPE}, got ${shown(contentType)}: ` +
          "send one of these and name it in content-type.",
      );
  }
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
    if (error instanceof DatasetError) throw new RequestError(422, error.message);
    throw error;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
