import type { MatrixMessage } from "../messages/matrix-body.ts";
import { jsonBody, JSON_TYPE, type WireBody } from "../wire-body.ts";
import type { MatrixPrediction } from "./prediction.ts";

/** As many numbers are written at once: the texts between stay small. */
const BLOCK = 1 << 14;
/** A float64 has at most 24 characters; a comma or a bracket and a row's brackets come on top. */
const MOST_BYTES = 25;

/**
 * Predictions in JSON: labels of a classifier without probabilities, numbers of a regressor, the second one's
 * probability for two classes, rows of probabilities for more.
 *
 * Numbers are written block by block into one array of bytes. `JSON.stringify` of the whole would need the rows as lists
 * and the text as a string before: three times the memory of the answer.
 */
export function encodePredictionJson(prediction: MatrixPrediction): WireBody {
  const { workers } = prediction;
  if (prediction.kind === "labels") {
    const { codes, classes } = prediction;
    return jsonBody({ y_pred_rows: Array.from(codes, (code) => classes[code]), workers });
  }
  const [values, facts] =
    prediction.kind === "numbers"
      ? [{ nRows: prediction.values.length, nColumns: 1, data: prediction.values }, { workers }]
      : [prediction.probabilities, { classes: prediction.classes, workers }];
  const tail = JSON.stringify(facts).slice(1);
  return { contentType: JSON_TYPE, body: writeRows(values, `]${tail === "}" ? "" : ","}${tail}`) };
}

const utf8 = new TextEncoder();
const HEAD = '{"y_pred_rows":[';

function writeRows(values: MatrixMessage, tail: string): Uint8Array<ArrayBuffer> {
  const { nRows, nColumns } = values;
  const bytesOfRow = MOST_BYTES * (nColumns > 2 ? nColumns : 1) + 3;
  // Pages that are never written to take no memory.
  const body = new Uint8Array(HEAD.length + nRows * bytesOfRow + 3 * tail.length);
  let end = utf8.encodeInto(HEAD, body).written;
  const write = (text: string): void => void (end += utf8.encodeInto(text, body.subarray(end)).written);
  const step = Math.ceil(BLOCK / nColumns);
  for (let first = 0; first < nRows; first += step) {
    const rows = entriesOf(values, first, Math.min(first + step, nRows));
    write((first > 0 ? "," : "") + JSON.stringify(rows).slice(1, -1));
  }
  write(tail);
  return body.subarray(0, end);
}

/** Entries `first` … `end` − 1 of the list: of up to two columns the last number, of more the whole row. */
function entriesOf({ nColumns: K, data }: MatrixMessage, first: number, end: number): (number | number[])[] {
  return Array.from({ length: end - first }, (_, i) => {
    const row = (first + i) * K;
    return K > 2 ? Array.from(data.subarray(row, row + K)) : data[row + K - 1];
  });
}
