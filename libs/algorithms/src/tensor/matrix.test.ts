import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { matrix, matrixFromRows, rowOf, takeColumns, takeRows } from "./matrix.ts";

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
