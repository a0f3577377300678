import { expect, test } from "vitest";
import { ParticipantError } from "./errors.ts";
import { requireFinitePredictions } from "./finite-predictions.ts";

test("finite numbers pass, the largest too", () => {
  expect(() => requireFinitePredictions([1e308, -1e308, 0], 1)).not.toThrow();
  expect(() => requireFinitePredictions([], 3)).not.toThrow();
});

test.each([
  [[0, NaN, 1], 1, 1],
  [[0, 1, 2, -Infinity, 4, NaN], 2, 1],
  [new Float32Array([0, 1, 2, 3, 4, 1e40]), 3, 1],
])("the first row of %j × %d with a number that is none is named", (values, nColumns, row) => {
  const check = (): void => requireFinitePredictions(values, nColumns);
  expect(check).toThrow(ParticipantError);
  expect(check).toThrow(`The prediction of row ${row} (counted from 0) is no finite number`);
});
