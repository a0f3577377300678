import { decodePredictInput } from "../messages/predict.ts";
import { wholeOf, type WireBody } from "../wire-body.ts";
import { arrangeRows } from "./arrange-rows.ts";
import { parsePredictRows, type ParsedRows } from "./parse-rows.ts";
import { quickRows } from "./quick-rows.ts";

/**
 * The rows of a predict request in JSON. One of plain numbers that came as bytes is read by `quickRows`; everything else,
 * and whatever is wrong, by the schema and `parsePredictRows`.
 *
 * @param expectedColumns the model's columns; `null` when nobody knows them.
 * @throws RequestError 422.
 */
export function decodePredictRows(
  received: WireBody,
  expectedColumns: readonly string[] | null,
  takesMissing = false,
): ParsedRows {
  const { body } = received;
  const quick = typeof body === "string" ? undefined : quickRows(wholeOf(body), takesMissing);
  if (quick) return arrangeRows(quick.columns, quick.X, expectedColumns, takesMissing);
  return parsePredictRows(decodePredictInput(received), expectedColumns, takesMissing);
}
