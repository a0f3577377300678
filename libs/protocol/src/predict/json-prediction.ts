import type { MatrixMessage } from "../messages/matrix-body.ts";
import { jsonBody, JSON_TYPE, type WireBody } from "../wire-body.ts";
import type { PredictionMessage } from "./prediction-body.ts";

/** So many numbers are written at once: the texts between stay small. */
const BLOCK = 1 << 14;
/** A float64 has at most 24 characters; a comma or a bracket comes on top. */
const MOST_BYTES = 25;

/**
 * Predictions in JSON: labels of a classifier without probabilities, numbers of a regressor, for two classes the second
 * one's probability, for more rows of probabilities.
 *
 * Numbers are written block by block into one array of bytes: `JSON.stringify` of the whole would need the rows as lists
 * and the text as a string before.
 */
export function encodePredictionJson(message: PredictionMessage): WireBody {
  const { values, codes, probabilities, classes, workers } = message;
  if (probabilities) return { contentType: JSON_TYPE, body: writeRows(probabilities, { classes, workers }) };
  if (values) {
    const X = { nRows: values.length, nColumns: 1, data: values };
    return { contentType: JSON_TYPE, body: writeRows(X, { workers }) };
  }
  return jsonBody({ y_pred_rows: Array.from(codes!, (code) => classes![code]), workers });
}

const utf8 = new TextEncoder();
const HEAD = '{"y_pred_rows":[';

/** @param facts what follows in the object. */
function writeRows(values: MatrixMessage, facts: object): Uint8Array<ArrayBuffer> {
  const { nRows, nColumns } = values;
  const fields = JSON.stringify(facts).slice(1);
  const tail = utf8.encode(`]${fields === "}" ? "" : ","}${fields}`);
  const bytesOfRow = MOST_BYTES * (nColumns > 2 ? nColumns : 1) + 3;
  // Reserved for the longest numbers: pages that are never written to take no memory.
  const body = new Uint8Array(HEAD.length + nRows * bytesOfRow + tail.length);
  let end = utf8.encodeInto(HEAD, body).written;
  const step = Math.ceil(BLOCK / nColumns);
  for (let first = 0; first < nRows; first += step) {
    const text = JSON.stringify(entriesOf(values, first, Math.min(first + step, nRows))).slice(1, -1);
    if (first > 0) body[end++] = COMMA;
    end += utf8.encodeInto(text, body.subarray(end)).written;
  }
  body.set(tail, end);
  return body.subarray(0, end + tail.length);
}

const COMMA = 44;

/** Entries `first` … `end` − 1 of the list: of up to two columns the last number, of more the whole row. */
function entriesOf({ nColumns: K, data }: MatrixMessage, first: number, end: number): (number | number[])[] {
  return Array.from({ length: end - first }, (_, i) => {
    const row = (first + i) * K;
    return K > 2 ? Array.from(data.subarray(row, row + K)) : data[row + K - 1];
  });
}
