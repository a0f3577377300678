import { describe, expect, test } from "vitest";
import references from "../../references/references.json" with { type: "json" };
import { DataError } from "../errors.ts";
import { accuracy, classificationReport, confusionMatrix, type ClassScores } from "./classification.ts";
import { formatClassificationReport, formatRegressionReport } from "./format-report.ts";
import { meanAbsoluteError, meanSquaredError, r2Score, regressionReport } from "./regression.ts";

const { yTrue, yPred, report: expected, confusion } = references.metrics.classification;

describe("classification, as scikit-learn", () => {
  const report = classificationReport(yTrue, yPred);
  const expectScores = (scores: ClassScores, name: "bird" | "cat" | "dog" | "eel" | "macro avg") => {
    expect(scores.precision).toBeCloseTo(expected[name].precision, 12);
    expect(scores.recall).toBeCloseTo(expected[name].recall, 12);
    expect(scores.f1).toBeCloseTo(expected[name]["f1-score"], 12);
    expect(scores.support).toBe(expected[name].support);
  };

  test("precision, recall, F1 and support of every class, also where a quotient is 0 / 0", () => {
    expect(report.classes.map(({ label }) => label)).toEqual(["bird", "cat", "dog", "eel"]);
    for (const scores of report.classes) expectScores(scores, scores.label as "bird");
    expect(report.classes[0]).toMatchObject({ precision: 0, recall: 0, f1: 0 });
    expect(report.classes[3]).toMatchObject({ recall: 0, support: 0 });
  });

  test("macro average and accuracy", () => {
    expectScores(report.macro, "macro avg");
    expect(report.accuracy).toBeCloseTo(expected.accuracy, 12);
    expect(accuracy(yTrue, yPred)).toBe(report.accuracy);
  });

  test("confusion matrix: rows are true, columns predicted", () => {
    const counts = confusionMatrix(yTrue, yPred);
    expect(Array.from(counts.data)).toEqual(confusion.flat());
    expect([counts.nRows, counts.nColumns]).toEqual([4, 4]);
  });

  test("classes given by hand set the order, and may never occur", () => {
    const counts = confusionMatrix([0, 1, 1], [0, 0, 1], [1, 0, 2]);
    expect(Array.from(counts.data)).toEqual([1, 1, 0, 0, 1, 0, 0, 0, 0]);
  });

  test("labels are compared as text", () => {
    expect(accuracy([1, 2, 3], ["1", "2", "4"])).toBeCloseTo(2 / 3, 15);
  });

  test("different lengths, no rows and unknown labels are refused", () => {
    expect(() => accuracy([1], [1, 2])).toThrow("Expected yTrue and yPred of the same length, got 1 and 2.");
    expect(() => accuracy([], [])).toThrow("Expected at least one label, got none.");
    expect(() => confusionMatrix([1], [5], [1, 2])).toThrow(DataError);
  });
});

describe("regression", () => {
  const { regression } = references.metrics;

  test("as scikit-learn", () => {
    const report = regressionReport(regression.yTrue, regression.yPred);
    expect(report.meanSquaredError).toBeCloseTo(regression.meanSquaredError, 12);
    expect(report.meanAbsoluteError).toBeCloseTo(regression.meanAbsoluteError, 12);
    expect(report.r2).toBeCloseTo(regression.r2, 12);
    expect(report.support).toBe(5);
  });

  test("r² of a constant target: 1 when met, else 0", () => {
    expect(r2Score([2, 2], [2, 2])).toBe(1);
    expect(r2Score([2, 2], [2, 3])).toBe(0);
  });

  test("different lengths and no rows are refused", () => {
    expect(() => meanSquaredError([1], [])).toThrow(DataError);
    expect(() => meanAbsoluteError([], [])).toThrow("Expected at least one target, got none.");
  });
});

describe("tables for people", () => {
  test("classification", () => {
    expect(formatClassificationReport(classificationReport(yTrue, yPred))).toMatchInlineSnapshot(`
      "               precision  recall     f1  support
      bird               0.000   0.000  0.000        4
      cat                0.500   0.800  0.615        5
      dog                0.667   0.667  0.667        6
      eel                0.000   0.000  0.000        0
      macro average      0.292   0.367  0.321       15
      accuracy                          0.533       15"
    `);
  });

  test("regression, in any magnitude", () => {
    const report = { meanSquaredError: 0, meanAbsoluteError: 1.5, r2: 1, support: 3 };
    expect(formatRegressionReport(report)).toMatchInlineSnapshot(`
      "mean squared error   0.000
      mean absolute error  1.500
      r²                   1.000
      rows                     3"
    `);
    expect(
      formatRegressionReport({ meanSquaredError: 3.25e9, meanAbsoluteError: 4.2e-5, r2: -0.25, support: 3 }),
    ).toMatchInlineSnapshot(`
      "mean squared error   3.250e+9
      mean absolute error  4.200e-5
      r²                     -0.250
      rows                        3"
    `);
  });
});
