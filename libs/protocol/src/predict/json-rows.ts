import { decodePredictInput } from "../messages/predict.ts";
import type { WireBody } from "../wire-body.ts";
import { parsePredictRows } from "./parse-rows.ts";
import { placeRows, type ParsedRows } from "./place-rows.ts";
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
  const quick = typeof body === "string" ? undefined : quickRows(body, takesMissing);
  if (quick) return placeRows(quick, expectedColumns);
  return parsePredictRows(decodePredictInput(received), expectedColumns, takesMissing);
}
