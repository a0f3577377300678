import { describe, expect, test } from "vitest";
import { DataError, ParameterError } from "../errors.ts";
import { matrixFromRows, type Matrix } from "../tensor/matrix.ts";
import { MinMaxScaler } from "./min-max-scaler.ts";
import { OneHotEncoder } from "./one-hot-encoder.ts";
import { SimpleImputer, type SimpleImputerParameters } from "./simple-imputer.ts";
import { StandardScaler } from "./standard-scaler.ts";

const rowsOf = ({ nRows, nColumns, data }: Matrix) =>
  Array.from({ length: nRows }, (_, i) => Array.from(data.subarray(i * nColumns, (i + 1) * nColumns)));

describe("StandardScaler", () => {
  test("subtracts the mean and divides by the deviation of the population; a constant column becomes 0", () => {
    const X = matrixFromRows([
      [1, 7],
      [3, 7],
    ]);
    const scaler = new StandardScaler().fit(X);
    expect(rowsOf(scaler.transform(X))).toEqual([
      [-1, 0],
      [1, 0],
    ]);
    expect([scaler.mean, scaler.variance, scaler.scale].map((values) => Array.from(values!))).toEqual([
      [2, 7],
      [1, 0],
      [1, 1],
    ]);
  });

  test("tells no statistic that it does not use", () => {
    const X = matrixFromRows([[1], [3]]);
    const centred = new StandardScaler({ withStd: false }).fit(X);
    expect([centred.mean, centred.scale, centred.variance]).toEqual([Float64Array.of(2), null, null]);
    expect(new StandardScaler({ withMean: false, withStd: false }).fit(X).mean).toBeNull();
  });
});

describe("MinMaxScaler", () => {
  test("a range that is no finite number is refused, that of the data as that of the parameter", () => {
    const X = matrixFromRows([[-1.7e308], [1.7e308]]);
    expect(() => new MinMaxScaler().fit(X)).toThrow("got NaN or infinity in its range");
    const wide = new MinMaxScaler({ featureRange: [-1e308, 1e308] });
    expect(() => wide.fit(matrixFromRows([[1], [2]]))).toThrow(ParameterError);
  });

  test("a state with a range that is none is refused", () => {
    const state = new MinMaxScaler().fit(matrixFromRows([[1], [2]])).toState();
    for (const featureRange of [null, 1, [2, 1], [0]]) {
      const damaged = { ...state, parameters: { featureRange } };
      expect(() => MinMaxScaler.fromState(damaged as never)).toThrow(ParameterError);
    }
  });

  test("puts a constant column at the lower end, and goes beyond the range for new extremes unless it clips", () => {
    const X = matrixFromRows([
      [0, 5],
      [10, 5],
    ]);
    const beyond = matrixFromRows([[20, 6]]);
    const featureRange = [1, 2] as const;
    expect(rowsOf(new MinMaxScaler({ featureRange }).fit(X).transform(X))).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(rowsOf(new MinMaxScaler({ featureRange }).fit(X).transform(beyond))).toEqual([[3, 2]]);
    expect(rowsOf(new MinMaxScaler({ featureRange, clip: true }).fit(X).transform(beyond))).toEqual([[2, 2]]);
  });
});

describe("OneHotEncoder", () => {
  const X = matrixFromRows([
    [3, 0.5],
    [1, 0.25],
    [3, 0],
  ]);

  test("encoded columns come first, the others behind", () => {
    const encoder = new OneHotEncoder({ columns: [0] }).fit(X);
    expect(rowsOf(encoder.transform(X))).toEqual([
      [0, 1, 0.5],
      [1, 0, 0.25],
      [0, 1, 0],
    ]);
  });

  test("an unknown value is refused by place and value, or has 0 everywhere and comes back as NaN", () => {
    const unknown = matrixFromRows([
      [1, 0],
      [2, 0],
    ]);
    const strict = new OneHotEncoder({ columns: [0] }).fit(X);
    expect(() => strict.transform(unknown)).toThrow(
      "Expected one of the categories 1, 3 in column 0, got 2 in row 1",
    );
    expect(() => strict.inverseTransform(matrixFromRows([[0, 0, 7]]))).toThrow(/got none in row 0/);
    const lenient = new OneHotEncoder({ columns: [0], handleUnknown: "ignore" }).fit(X);
    expect(rowsOf(lenient.transform(unknown))[1]).toEqual([0, 0, 0]);
    expect(rowsOf(lenient.inverseTransform(lenient.transform(unknown)))).toEqual([
      [1, 0],
      [NaN, 0],
    ]);
  });

  test("given categories have columns although they do not occur; fit refuses others, or ignores them", () => {
    const categories = [[1, 2, 3]];
    const encoder = new OneHotEncoder({ columns: [0], categories }).fit(X);
    expect(encoder.nFeaturesOut).toBe(4);
    const few = { columns: [0], categories: [[1, 2]] };
    expect(() => new OneHotEncoder(few).fit(X)).toThrow(/got 3 in row 0/);
    expect(rowsOf(new OneHotEncoder({ ...few, handleUnknown: "ignore" }).fit(X).transform(X))[0]).toEqual([
      0, 0, 0.5,
    ]);
  });

  test("drop leaves out the first category, of two or of any number", () => {
    const three = matrixFromRows([
      [1, 5],
      [2, 6],
      [3, 6],
    ]);
    expect(rowsOf(new OneHotEncoder({ drop: "first" }).fit(three).transform(three))).toEqual([
      [0, 0, 0],
      [1, 0, 1],
      [0, 1, 1],
    ]);
    expect(rowsOf(new OneHotEncoder({ drop: "if_binary" }).fit(three).transform(three))).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 1],
      [0, 0, 1, 1],
    ]);
  });

  test("merging two that encode other columns is refused", () => {
    const states = [[0], [1]].map((columns) => new OneHotEncoder({ columns }).fit(X).toState());
    expect(() => new OneHotEncoder({ columns: [0] }).merge(states)).toThrow(/same parameters/);
  });
});

describe("SimpleImputer", () => {
  const X = matrixFromRows([
    [1, NaN, 4],
    [NaN, NaN, 4],
    [3, NaN, 6],
    [8, NaN, NaN],
  ]);
  const fitted = (parameters: Partial<SimpleImputerParameters>) => new SimpleImputer(parameters).fit(X);

  test.each([
    ["mean", [4, NaN, 14 / 3]],
    ["median", [3, NaN, 4]],
    ["most_frequent", [1, NaN, 4]],
    ["constant", [0, 0, 0]],
  ] as const)("%s of the values that are there", (strategy, statistics) => {
    expect(Array.from(fitted({ strategy }).statistics)).toEqual(statistics);
  });

  test("leaves out a column without any value, and may append where values were missing", () => {
    expect(rowsOf(fitted({ addIndicator: true }).transform(X))[1]).toEqual([4, 4, 1, 1, 0]);
    expect(rowsOf(fitted({ keepEmptyFeatures: true }).transform(X))[1]).toEqual([4, 0, 4]);
  });

  test("a number may stand for missing values; then NaN is refused", () => {
    const imputer = new SimpleImputer({ missingValues: -1 });
    expect(rowsOf(imputer.fit(matrixFromRows([[-1], [2], [4]])).transform(matrixFromRows([[-1]])))).toEqual([
      [3],
    ]);
    expect(imputer.takesMissing).toBe(false);
    expect(() => imputer.fit(X)).toThrow(/NaN in row 0/);
  });

  test("NaN for missingValues is what null says", () => {
    expect(new SimpleImputer({ missingValues: NaN }).getParams()).toEqual(new SimpleImputer().getParams());
  });

  test("the median of weighted rows is that of repeated ones, between two values too", () => {
    const values = matrixFromRows([[1], [2], [10]]);
    const median = (sampleWeight: number[]) =>
      new SimpleImputer({ strategy: "median" }).fit(values, { sampleWeight }).statistics[0];
    expect([median([1, 1, 1]), median([2, 1, 1]), median([1, 1, 2]), median([1, 5, 1])]).toEqual([
      2, 1.5, 6, 2,
    ]);
  });

  test("a column of more than 1000 distinct values cannot be merged by counts", () => {
    const many = matrixFromRows(Array.from({ length: 1001 }, (_, i) => [i]));
    const parameters = { strategy: "most_frequent" } as const;
    const state = new SimpleImputer(parameters).fit(many).toState();
    expect(JSON.stringify(state).length).toBeLessThan(400);
    expect(SimpleImputer.fromState(state).statistics[0]).toBe(0);
    expect(() => new SimpleImputer(parameters).merge([state])).toThrow(DataError);
    expect(() => new SimpleImputer(parameters).merge([state])).toThrow(/at most 1000 distinct values/);
  });
});
