import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError, NotFittedError, ParameterError } from "../../errors.ts";
import { matrix, takeRows, type Matrix } from "../../tensor/matrix.ts";
import { relativeError, throughJson } from "../../testing/index.ts";
import { TRANSFORMERS, transformerFromState, type TransformerName } from "../registry.ts";
import type { Transformer } from "../transformer.ts";
import { TRANSFORMER_CASES } from "./cases.ts";
import { madeCodes, withValue } from "./data.ts";

fc.configureGlobal({ seed: 1 });

const NAMES = Object.keys(TRANSFORMERS) as TransformerName[];

const CASES = NAMES.flatMap((name) =>
  (TRANSFORMER_CASES[name].parameters ?? [{}]).map((parameters) => ({
    ...TRANSFORMER_CASES[name],
    name,
    parameters,
  })),
);

function expectClose(actual: Matrix, expected: Matrix, tolerance = 1e-12): void {
  expect([actual.nRows, actual.nColumns]).toEqual([expected.nRows, expected.nColumns]);
  expect(relativeError(actual.data, expected.data, 1)).toBeLessThanOrEqual(tolerance);
}

describe.each(CASES)("$name $parameters", ({ name, parameters, refused }) => {
  const make = (given: object = parameters): Transformer => new TRANSFORMERS[name](given);
  const { takesMissing = false, mergeObstacle = null } = make();
  const X = madeCodes(60);

  test("carries its class's name, and tells its parameters as JSON data", () => {
    expect(make().name).toBe(name);
    expect(make().getParams()).toMatchObject(parameters);
    expect(throughJson(make().getParams())).toEqual(make().getParams());
  });

  test("fit returns itself; transform gives nFeaturesOut columns of finite numbers, a new matrix each time", () => {
    const transformer = make();
    expect(transformer.fit(X)).toBe(transformer);
    const Z = transformer.transform(X);
    expect([Z.nRows, Z.nColumns]).toEqual([60, transformer.nFeaturesOut]);
    expect(Z.data.every(Number.isFinite)).toBe(true);
    expect(transformer.transform(X)).toEqual(Z);
    expect(transformer.transform(X).data).not.toBe(Z.data);
    expect(Z.data).not.toBe(X.data);
  });

  test("before fit, whatever needs it says so", () => {
    const attempts: ((transformer: Transformer) => unknown)[] = [
      (transformer) => transformer.transform(X),
      (transformer) => transformer.inverseTransform?.(X) ?? transformer.toState(),
      (transformer) => transformer.nFeaturesOut,
      (transformer) => transformer.toState(),
    ];
    for (const attempt of attempts) {
      expect(() => attempt(make())).toThrow(NotFittedError);
      expect(() => attempt(make())).toThrow(`This ${name} is not fitted yet: call fit(X) first.`);
    }
  });

  test.each(refused)("the constructor stores %j, fit refuses it by name, rule and value", (bad, rule) => {
    const transformer = make({ ...parameters, ...bad });
    const [[parameter]] = Object.entries(bad);
    expect(() => transformer.fit(X)).toThrow(ParameterError);
    expect(() => transformer.fit(X)).toThrow(rule);
    expect(() => transformer.fit(X)).toThrow(new RegExp(`^${parameter} .*got `));
    expect(() => transformer.transform(X)).toThrow(NotFittedError);
  });

  test("refuses a parameter that it does not have", () => {
    expect(() => make({ ...parameters, withMeen: true }).fit(X)).toThrow(
      /^option must be one of .*"withMeen"/,
    );
  });

  test("a new fit forgets the one before, a refused one leaves it", () => {
    const other = madeCodes(30, 3, 5);
    const fresh = make().fit(X).toState();
    if (!("columns" in parameters)) expect(make().fit(other).fit(X).toState()).toEqual(fresh);
    const transformer = make().fit(X);
    expect(() => transformer.fit(matrix(0, 4))).toThrow(DataError);
    expect(() => transformer.fit(withValue(X, 3, 1, Infinity))).toThrow(DataError);
    expect(transformer.toState()).toEqual(fresh);
  });

  test("leaves its inputs untouched", () => {
    const before = X.data.slice();
    const weights = Array.from({ length: 60 }, (_, i) => i % 3);
    const transformer = make().fit(X, { sampleWeight: weights });
    const Z = transformer.fit(X).transform(X);
    const ZBefore = Z.data.slice();
    transformer.inverseTransform?.(Z);
    expect([X.data, Z.data]).toEqual([before, ZBefore]);
    expect(weights).toEqual(Array.from({ length: 60 }, (_, i) => i % 3));
  });

  test("refuses no rows, infinity, and another width", () => {
    for (const value of [Infinity, -Infinity]) {
      expect(() => make().fit(withValue(X, 1, 1, value))).toThrow(/row 1, column 1/);
      expect(() =>
        make()
          .fit(X)
          .transform(withValue(X, 1, 1, value)),
      ).toThrow(DataError);
    }
    expect(() => make().fit(matrix(0, 4))).toThrow(/at least one row/);
    const transformer = make().fit(X);
    expect(() => transformer.transform(matrix(2, 3))).toThrow(/4 columns in X, got 3/);
    const wrong = matrix(2, transformer.nFeaturesOut + 1);
    if (transformer.inverseTransform) expect(() => transformer.inverseTransform!(wrong)).toThrow(DataError);
  });

  test("NaN is taken as a missing value or refused, as takesMissing says", () => {
    const withHole = withValue(X, 1, 1, NaN);
    if (takesMissing) {
      expect(make().fit(withHole).transform(withHole).data.every(Number.isFinite)).toBe(true);
    } else {
      expect(() => make().fit(withHole)).toThrow(/NaN in row 1, column 1/);
      expect(() => make().fit(X).transform(withHole)).toThrow(/NaN in row 1, column 1/);
    }
  });

  test("transforms no rows to no rows", () => {
    const transformer = make().fit(X);
    const none = transformer.transform(matrix(0, 4));
    expect([none.nRows, none.nColumns]).toEqual([0, transformer.nFeaturesOut]);
  });

  test("learns from one row, and from constant columns", () => {
    for (const rows of [takeRows(X, [0]), matrix(9, 4, new Float64Array(36).fill(3))]) {
      const transformer = make().fit(rows);
      const Z = transformer.transform(rows);
      expect(Z.nColumns).toBe(transformer.nFeaturesOut);
      expect(Z.data.every(Number.isFinite)).toBe(true);
    }
  });

  test("refuses sample weights that are negative, all zero, or of another length", () => {
    for (const sampleWeight of [Array(60).fill(-1), Array(60).fill(0), [1]]) {
      expect(() => make().fit(X, { sampleWeight })).toThrow(/sampleWeight/);
    }
  });

  test("a row of weight 2 counts as two rows, one of weight 0 as none", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 12, maxLength: 12 }), (weights) => {
        fc.pre(weights.some((weight) => weight > 0));
        const few = takeRows(X, Array.from(weights.keys()));
        const repeated = weights.flatMap((weight, i) => Array<number>(weight).fill(i));
        const weighted = make().fit(few, { sampleWeight: weights });
        const plain = make().fit(takeRows(few, repeated));
        expectClose(weighted.transform(takeRows(few, repeated)), plain.transform(takeRows(few, repeated)));
      }),
      { numRuns: 50 },
    );
  });

  test("inverseTransform gives the rows back", () => {
    const transformer = make().fit(X);
    if (transformer.inverseTransform) expectClose(transformer.inverseTransform(transformer.transform(X)), X);
    else expect(name).toBe("SimpleImputer");
  });

  test("after JSON, fromState(toState()) transforms the same", () => {
    const transformer = make().fit(X);
    const state = throughJson(transformer.toState());
    const copies: Transformer[] = [TRANSFORMERS[name].fromState(state), transformerFromState(state)];
    for (const copy of copies) {
      expect(copy.transform(X)).toEqual(transformer.transform(X));
      expect(copy.toState()).toEqual(transformer.toState());
      expect(copy.getParams()).toEqual(transformer.getParams());
    }
  });

  test("fromState refuses what toState did not write", () => {
    const state = throughJson(make().fit(X).toState());
    const damaged = Object.keys(state);
    for (const key of damaged) {
      expect(() => TRANSFORMERS[name].fromState({ ...state, [key]: undefined })).toThrow(DataError);
      expect(() => TRANSFORMERS[name].fromState({ ...state, [key]: -3.5 })).toThrow(DataError);
    }
    expect(damaged.length).toBeGreaterThan(3);
    for (const key of ["present", "missing", "m2"].filter((counted) => counted in state)) {
      const negative = (state[key] as number[]).map((value) => -1 - value);
      expect(() => TRANSFORMERS[name].fromState({ ...state, [key]: negative })).toThrow(
        `numbers ≥ 0 at ${key}`,
      );
    }
    expect(() => transformerFromState({ ...state, name: "Nothing" })).toThrow(/one of MinMaxScaler/);
  });

  test.runIf(mergeObstacle === null)("merged from any parts, it is the transformer of all rows", () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(cuts, fc.nat({ max: 3 }), fc.nat(), (sizes, hollowColumn, seed) => {
        const rows = madeCodes(
          sizes.reduce((sum, size) => sum + size, 0),
          4,
          seed,
        );
        const parts = cut(rows, sizes);
        // A part in which a column is missing throughout.
        if (takesMissing) parts[0] = hollow(parts[0], hollowColumn);
        const states = parts.map((part) => throughJson(make().fit(part).toState()));
        const whole = together(parts);
        const merged = make().merge!(states);
        const serial = make().fit(whole);
        expect(merged.nFeaturesOut).toBe(serial.nFeaturesOut);
        expectClose(merged.transform(whole), serial.transform(whole), 1e-11);
      }),
      { numRuns: 100 },
    );
  });

  test.runIf(mergeObstacle !== null)("cannot be merged, and says why", () => {
    const state = make().fit(X).toState();
    expect(() => make().merge!([state, state])).toThrow(ParameterError);
    expect(mergeObstacle).toMatch(/^[A-Z].*\.$/);
  });

  test("merge refuses no parts, other widths, and states of another class; the model stays", () => {
    const transformer = make().fit(X);
    const state = transformer.toState();
    expect(() => transformer.merge!([])).toThrow(/at least one part/);
    if (!("categories" in parameters)) {
      const wider = make().fit(madeCodes(10, 5)).toState();
      expect(() => transformer.merge!([state, wider])).toThrow(/4 and 5 columns/);
    }
    expect(() => transformer.merge!([state, { ...state, name: "Nothing" }])).toThrow(DataError);
    expect(transformer.toState()).toEqual(state);
  });

  test("partialFit, where it exists, learns as one fit of all rows", () => {
    const transformer = make();
    if (!transformer.partialFit) return void expect(["OneHotEncoder", "SimpleImputer"]).toContain(name);
    for (const part of cut(X, [10, 1, 49])) transformer.partialFit(part);
    expectClose(transformer.transform(X), make().fit(X).transform(X), 1e-11);
    expect(() => transformer.partialFit!(matrix(2, 3))).toThrow(/4 columns/);
  });
});

/** Consecutive rows, in parts of these sizes. */
function cut(X: Matrix, sizes: readonly number[]): Matrix[] {
  let start = 0;
  return sizes.map((size) => {
    const rows = Array.from({ length: size }, (_, i) => start + i);
    start += size;
    return takeRows(X, rows);
  });
}

function hollow(X: Matrix, column: number): Matrix {
  const copy = matrix(X.nRows, X.nColumns, X.data.slice());
  for (let i = 0; i < X.nRows; i++) copy.data[i * X.nColumns + column] = NaN;
  return copy;
}

function together(parts: readonly Matrix[]): Matrix {
  const data = Float64Array.from(parts.flatMap((part) => Array.from(part.data)));
  return matrix(data.length / parts[0].nColumns, parts[0].nColumns, data);
}
