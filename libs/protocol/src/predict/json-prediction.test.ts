import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { textOf } from "../wire-body.ts";
import type { MatrixMessage } from "../messages/matrix-body.ts";
import { encodePredictionJson } from "./json-prediction.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const matrix = (nRows: number, nColumns: number, ...values: number[]): MatrixMessage => ({
  nRows,
  nColumns,
  data: Float64Array.from(values),
});

const workers = [
  {
    name: "w\n2",
    state: "failed" as const,
    failure: { order: "predict", round: 0, reason: 'größer als "∞"' },
  },
];

describe("encodePredictionJson", () => {
  test.each([
    [
      "numbers of a regressor",
      { values: Float64Array.of(1.5, -0), classes: null },
      { y_pred_rows: [1.5, 0] },
    ],
    [
      "the second class's probability for two classes",
      { probabilities: matrix(2, 2, 0.25, 0.75, 1, 0), classes: ["no", "yes"] },
      { y_pred_rows: [0.75, 0], classes: ["no", "yes"] },
    ],
    [
      "rows beside the classes for more",
      { probabilities: matrix(1, 3, 0.2, 0.3, 0.5), classes: [0, 1, 2], workers },
      { y_pred_rows: [[0.2, 0.3, 0.5]], classes: [0, 1, 2], workers },
    ],
    [
      "labels where there are no probabilities",
      { codes: Int32Array.of(1, 0), classes: ["ä", 7], workers },
      { y_pred_rows: [7, "ä"], workers },
    ],
    ["an empty list for no rows", { values: new Float64Array(0), classes: null }, { y_pred_rows: [] }],
  ])("gives %s", (_, message, expected) => {
    expect(JSON.parse(textOf(encodePredictionJson(message)))).toEqual(expected);
  });

  it("writes what JSON.stringify writes, for any numbers and however many blocks", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const cases = fc.record({ K: fc.integer({ min: 1, max: 4 }), some: fc.array(finite, { minLength: 1 }) });
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 9000 }), ({ K, some }, nRows) => {
        const data = Float64Array.from({ length: nRows * K }, (_, i) => some[i % some.length]);
        const classes = Array.from({ length: K }, (_, k) => k);
        const row = (i: number): unknown =>
          K > 2 ? Array.from(data.subarray(i * K, (i + 1) * K)) : data[i * K + K - 1];
        const rows = Array.from({ length: nRows }, (_, i) => row(i));
        const body = encodePredictionJson({ probabilities: { nRows, nColumns: K, data }, classes });
        expect(textOf(body)).toBe(JSON.stringify({ y_pred_rows: rows, classes }));
      }),
      { numRuns: 40 },
    );
  });

  it("has room for the longest numbers", () => {
    const values = new Float64Array(40_000).fill(Number("-1.2345678901234567e-300"));
    expect(textOf(encodePredictionJson({ values, classes: null }))).toBe(
      JSON.stringify({ y_pred_rows: Array.from(values) }),
    );
  });
});
