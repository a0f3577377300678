import { describe, expect, test } from "vitest";
import { AnswerError } from "../errors/errors.ts";
import { encodeTensors } from "../tensors/encode.ts";
import { TENSORS_TYPE, type Tensor } from "../tensors/tensor.ts";
import { jsonBody, wholeOf, type WireBody } from "../wire-body.ts";
import { decodePrediction, encodePrediction, type PredictionMessage } from "./prediction-body.ts";

/** A body as it arrives: in one piece. */
function received({ contentType, body }: WireBody): WireBody {
  return { contentType, body: wholeOf(body as Uint8Array) };
}

const workers = [
  { name: "w2", state: "failed" as const, failure: { order: "predict", round: 0, reason: "gone" } },
];
const probabilities = { nRows: 2, nColumns: 3, data: Float64Array.of(0.1, 0.2, 0.7, 1, 0, 0) };

describe("predictions as tensors", () => {
  test.each<[string, PredictionMessage, number]>([
    ["numbers", { values: Float64Array.of(1.5, -0, 1e-300), classes: null }, 3],
    ["many numbers", { values: new Float64Array(20_000).fill(1 / 3), classes: null }, 20_000],
    ["labels", { codes: Int32Array.of(1, 0), classes: ["ä", 7], workers }, 2],
    ["probabilities", { codes: Int32Array.of(2, 0), probabilities, classes: [0, 1, 2] }, 2],
    ["no rows", { codes: new Int32Array(0), classes: ["a"] }, 0],
  ])("come back as they were: %s", (_, message, nRows) => {
    expect(decodePrediction(received(encodePrediction(message)), nRows)).toEqual(message);
  });

  const tensors = (parts: Record<string, Tensor>, classes: unknown): WireBody => ({
    contentType: TENSORS_TYPE,
    body: encodeTensors(parts, { classes }),
  });
  const codes = { shape: [2], data: Int32Array.of(0, 2) };

  test.each<[string, WireBody, RegExp]>([
    ["JSON", jsonBody({ y_pred_rows: [1, 2] }), /got application\/json: an older master knows JSON alone/],
    ["no metadata", tensors({}, undefined), /classes/],
    [
      "other numbers of rows",
      tensors({ values: { shape: [3], data: new Float64Array(3) } }, null),
      /values \[2\]/,
    ],
    [
      "another dtype",
      tensors({ values: { shape: [2], data: new Float32Array(2) } }, null),
      /of float64, got/,
    ],
    ["nothing", tensors({}, null), /values \[2\] of float64, got none/],
    ["a code without a class", tensors({ codes }, ["a", "b"]), /codes of 2 classes, got 2 for row 1/],
    [
      "probabilities of other classes",
      tensors({ codes, probabilities: { shape: [2, 2], data: new Float64Array(4) } }, ["a", "b", "c"]),
      /probabilities \[2, 3\]/,
    ],
  ])("are refused as %s", (_, body, message) => {
    expect(() => decodePrediction(body, 2)).toThrow(AnswerError);
    expect(() => decodePrediction(body, 2)).toThrow(message);
  });
});
