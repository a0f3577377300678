import { describe, expect, test } from "vitest";
import { formatPredictions, type Predictions } from "./format-predictions.ts";

describe("labels in CSV", () => {
  const message = (label: string): Predictions => ({
    codes: Int32Array.of(1, 0),
    classes: ["plain", label],
    probabilities: { nRows: 2, nColumns: 2, data: Float64Array.of(0.25, 0.75, 1, 0) },
  });

  test.each([
    ["a,b", '"a,b"', '"probability of a,b"'],
    ['say "c"', '"say ""c"""', '"probability of say ""c"""'],
    ["two\nlines", '"two\nlines"', '"probability of two\nlines"'],
    [" blank", '" blank"', "probability of  blank"],
    ["ä;ö", "ä;ö", "probability of ä;ö"],
  ])("%j is quoted where it must be", (label, cell, column) => {
    expect(formatPredictions(message(label))).toBe(
      `prediction,probability of plain,${column}\n${cell},0.25,0.75\nplain,1,0\n`,
    );
  });

  test("without probabilities, and without rows", () => {
    expect(formatPredictions({ codes: Int32Array.of(1), classes: ["a", "b,c"] })).toBe('prediction\n"b,c"\n');
    expect(formatPredictions({ values: new Float64Array(0), classes: null })).toBe("prediction\n");
  });
});
