import { readFileSync } from "node:fs";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";

/** Rows and targets of a data set. */
export interface Table {
  X: Matrix;
  y: number[];
}

export type DataSetName = "breast_cancer" | "diabetes" | "digits" | "iris" | "wine";

/** A data set of scikit-learn as the examples have it: CSV with a line of names, whose last column is the target. */
export function dataSet(name: DataSetName): Table {
  const file = new URL(`../../../../examples/data/${name}.csv`, import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n").slice(1);
  const rows = lines.map((line) => line.split(",").map(Number));
  const d = rows[0].length - 1;
  return {
    X: matrix(rows.length, d, Float64Array.from(rows.flatMap((row) => row.slice(0, d)))),
    y: rows.map((row) => row[d]),
  };
}

/** A data set in the order of those references that cut it into parts: iris is sorted by class, so its row i is row 37 i mod 150. */
export function mixedDataSet(name: DataSetName): Table {
  const { X, y } = dataSet(name);
  if (name !== "iris") return { X, y };
  const order = y.map((_, i) => (37 * i) % y.length);
  return { X: takeRows(X, order), y: order.map((i) => y[i]) };
}
