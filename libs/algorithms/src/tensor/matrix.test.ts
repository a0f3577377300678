import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { matrix, matrixFromRows, rowBlocks, rowOf, takeColumns, takeRows } from "./matrix.ts";

const X = matrixFromRows([
  [1, 2, 3],
  [4, 5, 6],
]);

test("rows lie one behind the other", () => {
  expect(X).toEqual({ nRows: 2, nColumns: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) });
  expect(matrixFromRows([])).toEqual(matrix(0, 0));
});

test("matrix wraps what it is given, and is zeros without", () => {
  const data = Float64Array.of(1, 2);
  expect(matrix(1, 2, data).data).toBe(data);
  expect(matrix(1, 2).data).toEqual(new Float64Array(2));
});

test("a row is a view; taken rows and columns are copies in the order asked for, repeats allowed", () => {
  expect(rowOf(X, 1)).toEqual(Float64Array.of(4, 5, 6));
  expect(rowOf(X, 1).buffer).toBe(X.data.buffer);
  expect(takeRows(X, [1, 0, 1]).data).toEqual(Float64Array.of(4, 5, 6, 1, 2, 3, 4, 5, 6));
  expect(takeColumns(X, [2, 0])).toEqual(matrix(2, 2, Float64Array.of(3, 1, 6, 4)));
  expect(takeRows(X, []).nColumns).toBe(3);
});

test.each([
  [() => matrix(2, 2, new Float64Array(3)), "Expected 4 values for a matrix of 2 × 2, got 3."],
  [() => matrixFromRows([[1, 2], [3]]), "Expected 2 values in row 1, as many as in row 0, got 1."],
])("shapes that do not fit are refused %#", (make, sentence) => {
  expect(make).toThrow(DataError);
  expect(make).toThrow(sentence);
});

test.each([
  ["up to 1024 rows", 2500, 2, [0, 1024, 2048]],
  ["up to 2 ** 18 values", 5, 100_000, [0, 2, 4]],
  ["one row at least", 2, 300_000, [0, 1]],
  ["no rows", 0, 3, []],
  ["no columns", 1025, 0, [0, 1024]],
] as const)("blocks of rows are views: %s", (_, nRows, nColumns, firsts) => {
  const whole = matrix(nRows, nColumns);
  const blocks = [...rowBlocks(whole)];
  expect(blocks.map(({ first }) => first)).toEqual(firsts);
  expect(blocks.reduce((sum, { rows }) => sum + rows.nRows, 0)).toBe(nRows);
  for (const { rows, first } of blocks) {
    expect(rows.data.buffer).toBe(whole.data.buffer);
    expect(rows.data.byteOffset).toBe(first * nColumns * 8);
  }
});
