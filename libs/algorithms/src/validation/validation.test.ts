import { describe, expect, test } from "vitest";
import { DataError, ParameterError } from "../errors.ts";
import { matrix, matrixFromRows } from "../tensor/matrix.ts";
import {
  checkEqualLengths,
  checkFinite,
  checkFiniteTargets,
  checkNotEmpty,
  checkSameLength,
  checkWidth,
  areFinite,
} from "./data.ts";
import {
  checkIntegerAtLeast,
  checkNonNegative,
  checkOneOf,
  checkOptions,
  checkPositive,
  chooseByName,
} from "./parameters.ts";

const X = matrixFromRows([
  [1, 2],
  [3, 4],
]);

describe("data", () => {
  test("good data passes", () => {
    expect(() => {
      checkNotEmpty(X);
      checkFinite(X);
      checkFiniteTargets([0, 1]);
      checkSameLength(X, ["a", "b"]);
      checkWidth(X, 2);
      checkEqualLengths([1], [2], "yTrue and yPred");
    }).not.toThrow();
  });

  test("one value that is not finite is found wherever it is among many", () => {
    for (const at of [0, 3, 511, 512, 1023, 1024, 1500]) {
      for (const bad of [NaN, Infinity, -Infinity]) {
        const X = matrix(1501, 1);
        X.data.fill(-1.5);
        X.data[at] = bad;
        expect(() => checkFinite(X)).toThrow(`got ${bad} in row ${at}, column 0`);
        expect(areFinite(X.data)).toBe(false);
      }
    }
    expect(areFinite(matrix(1501, 1).data.fill(1e308))).toBe(true);
    expect(() => checkFiniteTargets(["1"] as never)).toThrow(DataError);
  });

  test.each([
    [() => checkNotEmpty(matrix(0, 2)), "Expected at least one row in X, got none."],
    [
      () =>
        checkFinite(
          matrixFromRows([
            [1, 2],
            [3, NaN],
          ]),
        ),
      "Expected finite numbers in X, got NaN in row 1, column 1 (counted from 0).",
    ],
    [
      () => checkFiniteTargets([1, Infinity]),
      "Expected finite numbers in y, got Infinity at index 1 (counted from 0).",
    ],
    [() => checkSameLength(X, [1]), "Expected one target for each of the 2 rows of X, got 1 targets."],
    [() => checkWidth(X, 3), "Expected 3 columns in X, got 2."],
    [() => checkEqualLengths([1], [], "a and b"), "Expected a and b of the same length, got 1 and 0."],
  ])("bad data is refused %#", (check, sentence) => {
    expect(check).toThrow(DataError);
    expect(check).toThrow(sentence);
  });
});

test("a number that is not finite is found in any place, in vectors of any length", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    for (let length = 1; length <= 9; length++) {
      expect(() => checkFiniteTargets(new Float64Array(length).fill(-Number.MAX_VALUE))).not.toThrow();
      for (let i = 0; i < length; i++) {
        const y = new Float64Array(length);
        y[i] = bad;
        expect(() => checkFiniteTargets(y)).toThrow(`got ${bad} at index ${i} `);
      }
    }
  }
});

describe("parameters", () => {
  test("good values pass", () => {
    expect(() => {
      checkIntegerAtLeast(1, "maxIter", 1);
      checkPositive("learningRate", 1e-300);
      checkNonNegative("alpha", 0);
      checkOneOf(["mean", "merge"], "combine", "merge");
    }).not.toThrow();
    expect(chooseByName({ a: { id: 1 }, b: { id: 2 } }, "kind", "b")).toEqual({ id: 2 });
  });

  test.each([
    [() => checkIntegerAtLeast(1, "maxIter", 1.5), "maxIter must be an integer ≥ 1, got 1.5."],
    [() => checkIntegerAtLeast(1, "maxIter", 0), "maxIter must be an integer ≥ 1, got 0."],
    [() => checkPositive("learningRate", 0), "learningRate must be a finite number > 0, got 0."],
    [() => checkNonNegative("alpha", NaN), "alpha must be a finite number ≥ 0, got NaN."],
    [
      () => chooseByName({ a: {}, b: {} }, "kind", "toString" as "a"),
      'kind must be one of a, b, got "toString".',
    ],
    [() => checkOneOf(["a", "b"], "kind", "c" as "a"), 'kind must be one of a, b, got "c".'],
    [() => checkOneOf(["a", "b"], "kind", ["a"] as never), 'kind must be one of a, b, got ["a"].'],
  ])("bad values are refused %#", (check, sentence) => {
    expect(check).toThrow(ParameterError);
    expect(check).toThrow(sentence);
  });
});

describe("checkOptions", () => {
  const known = { alpha: 1, seed: 0 };

  test("accepts any of the known options", () => {
    expect(() => checkOptions(known, {})).not.toThrow();
    expect(() => checkOptions(known, { seed: undefined })).not.toThrow();
  });

  test("refuses other names, and what is no object", () => {
    expect(() => checkOptions(known, { colour: 3 })).toThrow(
      'option must be one of alpha, seed, got "colour".',
    );
    expect(() => checkOptions(known, null)).toThrow(
      "options must be an object with any of alpha, seed, got null.",
    );
  });

  test.each([
    ["sed", { alpha: 1, seed: 0 }, "seed"],
    ["microbatches", { microBatches: 4, batchSize: 64 }, "microBatches"],
    ["max_iter", { epochs: 1, maxIter: 100 }, "maxIter"],
    ["maxIter", { epochs: 20, microBatches: 4 }, "epochs"],
    ["random_state", { alpha: 1, seed: 0 }, "seed"],
    ["learningRateInit", { learningRate: 0.001, eta0: 0.001 }, "learningRate"],
    ["hiddenLayerSizes", { layers: [], stages: 2 }, "layers"],
    ["nEstimators", { maxIter: 100, maxBins: 255 }, "maxIter"],
  ])("says what may be meant by %s", (name, options, meant) => {
    const names = Object.keys(options).join(", ");
    expect(() => checkOptions(options, { [name]: 1 })).toThrow(
      `option must be one of ${names}, got "${name}": did you mean ${meant}?`,
    );
  });

  test("a name that stands in every object is no guess", () => {
    expect(() => checkOptions(known, { constructor: 1 })).toThrow('got "constructor".');
  });
});
