import { matrix, type Matrix } from "../src/tensor/matrix.ts";

/** A CSV of numbers with one header line, whose last column is the target. */
export function parseTable(text: string): { X: Matrix; y: number[] } {
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  const d = rows[0].length - 1;
  return {
    X: matrix(rows.length, d, Float64Array.from(rows.flatMap((row) => row.slice(0, d)))),
    y: rows.map((row) => row[d]),
  };
}

/** (x − mean) / standard deviation of every column; a constant one becomes 0. */
export function standardised({ nRows, nColumns, data }: Matrix): Matrix {
  const Z = matrix(nRows, nColumns);
  for (let j = 0; j < nColumns; j++) {
    const column = Array.from({ length: nRows }, (_, i) => data[i * nColumns + j]);
    const mean = column.reduce((sum, x) => sum + x, 0) / nRows;
    const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / nRows);
    column.forEach((x, i) => (Z.data[i * nColumns + j] = deviation > 0 ? (x - mean) / deviation : 0));
  }
  return Z;
}

/** The sample weights of the references: (7 i mod 5) / 2 for row i. */
export function referenceWeights(n: number): number[] {
  return Array.from({ length: n }, (_, i) => ((7 * i) % 5) / 2);
}

/** How far a is from b, relative to the greatest |b|. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  const size = Math.max(...Array.from(b, Math.abs), Number.MIN_VALUE);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]) / size));
}
