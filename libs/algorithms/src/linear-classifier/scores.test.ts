import { expect, test } from "vitest";
import type { Label } from "../estimator.ts";
import { codesOfScores, outputsOf, writeLabels } from "./scores.ts";

test("two classes have one output, every other number one each", () => {
  expect([1, 2, 3].map(outputsOf)).toEqual([1, 1, 3]);
});

test.each([
  ["the sign decides between two, 0 is the first", ["a", "b"], [-1, 0, 2], ["a", "a", "b"]],
  ["the greatest score wins, of equal ones the first", [7, 8, 9], [1, 3, 2, 5, 5, 1, 0, 0, 4], [8, 7, 9]],
  ["one class is always the answer", ["only"], [5, -5], ["only", "only"]],
] as const)("%s", (_, classes, scores, labels) => {
  const written: Label[] = ["before"];
  writeLabels(Float64Array.from(scores), classes, written, 1);
  expect(written).toEqual(["before", ...labels]);
  const codes = codesOfScores(Float64Array.from(scores), classes.length);
  expect(Array.from(codes, (code) => classes[code])).toEqual(labels);
});
