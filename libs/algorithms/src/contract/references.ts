import { matrix, type Matrix } from "../tensor/matrix.ts";

/** Rows and targets of a data set. */
export interface Table {
  X: Matrix;
  y: number[];
}

/** A CSV of numbers with a line of names; the last column is the target. */
export function tableFromCsv(text: string): Table {
  const lines = text.trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(",").map(Number));
  return tableOf(
    rows.map((row) => row.slice(0, -1)),
    rows.map((row) => row[row.length - 1]),
  );
}

export function tableOf(rows: readonly (readonly number[])[], y: number[]): Table {
  return { X: matrix(rows.length, rows[0].length, Float64Array.from(rows.flat())), y };
}

/** Parameters of scikit-learn in our spelling: `n_neighbors` is `nNeighbors`. */
export function inCamelCase(parameters: object): object {
  const spelt = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [spelt(name), value as unknown]),
  );
}

/** max |aᵢ − eᵢ| / max(|eᵢ|, floor); infinite when the lengths differ or a number is no number. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === expected[i]) continue;
    const error = Math.abs(actual[i] - expected[i]) / Math.max(Math.abs(expected[i]), floor);
    worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }
  return worst;
}
