import { describe, expect, test } from "vitest";
import { DataError, ParameterError } from "../errors.ts";
import type { FitOptions, Label } from "../estimator.ts";
import { matrix } from "../tensor/matrix.ts";
import { classTargets, numberTargets } from "./training-data.ts";

const X = matrix(3, 1, Float64Array.of(1, 2, 3));

describe("labels", () => {
  test.each([["__proto__", "constructor", "toString"], ["", "a", "b"], [-0, 0, 1] as Label[]])(
    "%j, %j and %j are classes",
    (...y) => {
      const { classes, codes } = classTargets(X, y, {});
      expect(Array.from(codes, (code) => classes[code])).toEqual(y.map((label) => (label === 0 ? 0 : label)));
    },
  );

  test.each([NaN, Infinity, true, null, undefined, { a: 1 }])("%j is none", (bad) => {
    const y = ["a", bad, "b"] as Label[];
    expect(() => classTargets(X, y, {})).toThrow(/Expected texts or finite numbers as labels/);
    expect(() => classTargets(X, ["a", "b", "b"], { classes: y })).toThrow(DataError);
  });

  test("two classes of one text are refused: which of them a row has could not be told", () => {
    expect(() => classTargets(X, ["1", 1, "2"], {})).toThrow('classes that differ as text, got 1 and "1"');
    expect(() => classTargets(X, [0, 1, 1], { classes: [0, 0, 1] })).toThrow("got 0 and 0");
    expect(() => classTargets(X, [0, 1, 1], { classes: "01" as never })).toThrow("a list in classes");
  });
});

describe("options", () => {
  test.each<[object | null, RegExp]>([
    [{ smapleWeight: [1, 1, 1] }, /one of seed, sampleWeight, classes, got "smapleWeight"/],
    [{ seed: NaN }, /seed must be a finite number/],
    [null, /options must be an object/],
  ])("%j is refused", (options, message) => {
    for (const targets of [classTargets, numberTargets]) {
      expect(() => targets(X, [0, 1, 1] as never, options as FitOptions)).toThrow(ParameterError);
      expect(() => targets(X, [0, 1, 1] as never, options as FitOptions)).toThrow(message);
    }
  });

  test.each([[[1e300, 1, 1]], [[1e-320, 0, 0]], [null], ["abc"], [["x", 1, 1]]])(
    "sample weights %j are refused",
    (sampleWeight) => {
      expect(() => numberTargets(X, [0, 1, 1], { sampleWeight } as FitOptions)).toThrow(DataError);
    },
  );
});

test("what is no matrix, and targets that are no list, are refused", () => {
  for (const bad of [null, undefined, [[1], [2], [3]], { ...X, data: [1, 2, 3] }, { ...X, nRows: 4 }]) {
    expect(() => numberTargets(bad as never, [0, 1, 1], {})).toThrow(/Expected a matrix of nRows · nColumns/);
  }
  expect(() => numberTargets(X, null as never, {})).toThrow("Expected a list in y, got null.");
});
