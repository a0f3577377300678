import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerError } from "../errors/errors.ts";
import type { MatrixMessage } from "../messages/matrix-body.ts";
import { decodePredictOutput } from "../messages/predict.ts";
import { encodePredictionJson } from "./json-prediction.ts";
import { matrixOfPredictOutput, predictInputOf } from "./output.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const matrix = (nRows: number, nColumns: number, ...values: number[]): MatrixMessage => ({
  nRows,
  nColumns,
  data: Float64Array.from(values),
});

describe("matrixOfPredictOutput", () => {
  it("is the inverse", () => {
    const cases = fc.tuple(fc.nat({ max: 6 }), fc.constantFrom(null, 2, 3, 4)).chain(([nRows, nClasses]) => {
      const nColumns = nClasses ?? 1;
      const size = nRows * nColumns;
      const probability = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8);
      return fc
        .array(probability, { minLength: size, maxLength: size })
        .map((values) => ({ nClasses, values: matrix(nRows, nColumns, ...values) }));
    });
    fc.assert(
      fc.property(cases, ({ nClasses, values }) => {
        if (nClasses === 2)
          for (let i = 0; i < values.nRows; i++) values.data[2 * i] = 1 - values.data[2 * i + 1];
        const classes = nClasses === null ? null : Array.from({ length: nClasses }, (_, k) => k);
        const message = classes ? { probabilities: values, classes } : { values: values.data, classes };
        const output = decodePredictOutput(encodePredictionJson(message));
        expect(matrixOfPredictOutput(output, values.nRows, nClasses)).toEqual(values);
      }),
    );
  });

  it.each([
    [[1, 2], 3, null, /Expected 3 predictions, got 2/],
    [["setosa"], 1, null, /Prediction 0 should be 1 finite numbers, got "setosa"/],
    [[0.5], 1, 3, /should be 3 finite numbers/],
    [[null], 1, null, /got null/],
  ])("refuses %j", (rows, nRows, nClasses, message) => {
    const convert = (): unknown => matrixOfPredictOutput({ y_pred_rows: rows as number[] }, nRows, nClasses);
    expect(convert).toThrow(AnswerError);
    expect(convert).toThrow(message);
  });
});

describe("predictInputOf", () => {
  it("spells a matrix as chimera 0.1 does", () => {
    expect(predictInputOf(["a", "b"], matrix(2, 2, 1, 2, 3, 4))).toEqual({
      X_pred_columns: ["a", "b"],
      X_pred_rows: [
        [1, 2],
        [3, 4],
      ],
    });
  });
});
