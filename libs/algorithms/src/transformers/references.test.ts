import { describe, expect, test } from "vitest";
import references from "../../references/transformers/references.json" with { type: "json" };
import { matrix, takeColumns, takeRows, type Matrix } from "../tensor/matrix.ts";
import { dataSet, relativeError } from "../testing/index.ts";
import { MinMaxScaler } from "./min-max-scaler.ts";
import { OneHotEncoder } from "./one-hot-encoder.ts";
import { SimpleImputer } from "./simple-imputer.ts";
import { StandardScaler } from "./standard-scaler.ts";

const SETS = ["iris", "wine", "diabetes"] as const;
const { rows: ROWS } = references;

/** As in make_references.py: holes at every place 3 mod 7, and the whole of column 1. */
function withHoles({ nRows, nColumns, data }: Matrix): Matrix {
  const isHole = (at: number) => at % 7 === 3 || at % nColumns === 1;
  return matrix(
    nRows,
    nColumns,
    data.map((value, at) => (isHole(at) ? NaN : value)),
  );
}

function codesOf(X: Matrix): Matrix {
  const first = takeColumns(X, [0, 1, 2, 3]);
  const { dataMin, dataMax } = new MinMaxScaler().fit(first);
  const code = (value: number, j: number) =>
    Math.floor((value - dataMin[j]) / ((dataMax[j] - dataMin[j]) / 5));
  return matrix(
    X.nRows,
    4,
    first.data.map((value, at) => code(value, at % 4)),
  );
}

/** `null` stands for NaN, which JSON has not. */
function expectClose(actual: ArrayLike<number> | null, expected: readonly (number | null)[]): void {
  const numbers = expected.map((value) => value ?? NaN);
  expect(relativeError(actual!, numbers, 1e-3)).toBeLessThanOrEqual(1e-9);
}

describe.each(SETS)("scikit-learn's scalers on %s", (name) => {
  const X = dataSet(name).X;
  const some = takeRows(X, ROWS);
  const reference = references.scalers[name];

  test("StandardScaler", () => {
    const scaler = new StandardScaler().fit(X);
    expectClose(scaler.mean, reference.standard.mean);
    expectClose(scaler.variance, reference.standard.variance);
    expectClose(scaler.scale, reference.standard.scale);
    expectClose(scaler.transform(some).data, reference.standard.rows);
  });

  test("StandardScaler with sample weights", () => {
    const sampleWeight = Array.from({ length: X.nRows }, (_, i) => i % 4);
    const scaler = new StandardScaler().fit(X, { sampleWeight });
    expectClose(scaler.mean, reference.weighted.mean);
    expectClose(scaler.scale, reference.weighted.scale);
  });

  test("MinMaxScaler", () => {
    const scaler = new MinMaxScaler().fit(X);
    expectClose(scaler.dataMin, reference.minMax.dataMin);
    expectClose(scaler.dataMax, reference.minMax.dataMax);
    expectClose(scaler.scale, reference.minMax.scale);
    expectClose(scaler.min, reference.minMax.min);
    expectClose(scaler.transform(some).data, reference.minMax.rows);
  });

  test("MinMaxScaler that clips rows it has not seen", () => {
    const half = takeRows(X, [...Array(X.nRows >> 1).keys()]);
    const scaler = new MinMaxScaler({ featureRange: [-1, 2], clip: true }).fit(half);
    expectClose(scaler.transform(some).data, reference.clipped);
  });
});

describe.each(SETS)("scikit-learn's SimpleImputer on %s with holes and an empty column", (name) => {
  const X = withHoles(dataSet(name).X);

  test.each(references.imputers[name])(
    "$strategy, indicator: $addIndicator, keepEmptyFeatures: $keepEmptyFeatures",
    ({ strategy, addIndicator, keepEmptyFeatures, statistics, rows }) => {
      const parameters = { strategy: strategy as "mean", addIndicator, keepEmptyFeatures };
      const imputer = new SimpleImputer(parameters).fit(X);
      expectClose(imputer.statistics, statistics);
      expectClose(imputer.transform(takeRows(X, ROWS)).data, rows);
    },
  );
});

describe("scikit-learn's OneHotEncoder on codes made from wine", () => {
  const codes = codesOf(dataSet("wine").X);

  test.each(references.encoders)(
    "drop: $drop, handleUnknown: $handleUnknown, columns: $columns",
    ({ drop, handleUnknown, columns, categories, rows }) => {
      const parameters = { drop: drop as null, handleUnknown: handleUnknown as "error", columns };
      const encoder = new OneHotEncoder(parameters).fit(codes);
      expect(encoder.categories).toEqual(categories);
      expect(Array.from(encoder.transform(takeRows(codes, ROWS)).data)).toEqual(rows);
    },
  );
});
