import { expect, test } from "vitest";
import { affineMap } from "../linear-algebra/index.ts";
import { matrix } from "../tensor/matrix.ts";
import { codesOfScores, labelsOfRows, outputsOf } from "./scores.ts";

test("two classes have one output, every other number one each", () => {
  expect([1, 2, 3].map(outputsOf)).toEqual([1, 1, 3]);
});

test.each([
  ["the sign decides between two, 0 is the first", ["a", "b"], [-1, 0, 2], ["a", "a", "b"]],
  ["the greatest score wins, of equal ones the first", [7, 8, 9], [1, 3, 2, 5, 5, 1, 0, 0, 4], [8, 7, 9]],
  ["one class is always the answer", ["only"], [5, -5], ["only", "only"]],
] as const)("%s", (_, classes, scores, labels) => {
  // Rows that are their scores: the weights are the unit matrix.
  const K = outputsOf(classes.length);
  const X = matrix(labels.length, K, Float64Array.from(scores));
  const parameters = Float64Array.from({ length: K * (K + 1) }, (_, at) =>
    Number(at < K * K && at % (K + 1) === 0),
  );
  expect(labelsOfRows(X, K, parameters, K, classes)).toEqual(labels);
  const codes = codesOfScores(Float64Array.from(scores), classes.length);
  expect(Array.from(codes, (code) => classes[code])).toEqual(labels);
});

test("labels are those of the scores, over several blocks of rows", () => {
  const X = matrix(
    300,
    2,
    Float64Array.from({ length: 600 }, (_, at) => Math.sin(at)),
  );
  const binary = Float64Array.of(1, -2, 0.1);
  const signs = Array.from({ length: 300 }, (_, i) =>
    Number(X.data[2 * i] - 2 * X.data[2 * i + 1] + 0.1 > 0),
  );
  expect(labelsOfRows(X, 2, binary, 1, [0, 1])).toEqual(signs);
  const three = Float64Array.of(1, 0, 0, 1, -1, -1, 0, 0, 0.2);
  const codes = codesOfScores(affineMap(X, 2, three, 3), 3);
  expect(labelsOfRows(X, 2, three, 3, ["a", "b", "c"])).toEqual(Array.from(codes, (code) => "abc"[code]));
  expect(new Set(codes)).toEqual(new Set([0, 1, 2]));
});

test("rows whose scores overflow are refused, and finite rows that do not are answered", () => {
  const answer = (x: number) =>
    labelsOfRows(matrix(1, 2, Float64Array.of(x, x)), 2, Float64Array.of(2, 2, 0), 1, [0, 1]);
  expect(answer(1e300)).toEqual([1]);
  expect(() => answer(1e308)).toThrow(/a score overflows/);
});
