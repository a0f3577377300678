import { createRandom, hashSeed, matrix, type Matrix } from "@chimera/algorithms";

/** Rows of two classes. */
export interface MadeData {
  /** n × d, with three decimals, as in a CSV. */
  X: Matrix;
  /** n labels 0 or 1, in turn: every two rows have both. */
  y: Float64Array;
}

/** Distance of a class's mean from 0 in every feature: the classes overlap, so that there is something to learn. */
const SHIFT = 0.15;

/** Two normal clouds round (−0.15, …) and (0.15, …) with variance 1; the same for the same seed. */
export function makeData(nRows: number, nColumns: number, seed = 0): MadeData {
  const random = createRandom(hashSeed(seed, "made data"));
  const y = Float64Array.from({ length: nRows }, (_, i) => i % 2);
  const X = matrix(nRows, nColumns);
  for (let i = 0; i < nRows; i++) {
    const mean = y[i] === 1 ? SHIFT : -SHIFT;
    for (let j = 0; j < nColumns; j++) X.data[i * nColumns + j] = round3(mean + random.normal());
  }
  return { X, y };
}

/** Cuts the rows into `k` stretches of the same length. @throws RangeError when that does not come out even. */
export function evenShards({ X, y }: MadeData, k: number): MadeData[] {
  const n = X.nRows / k;
  if (!Number.isInteger(n)) throw new RangeError(`${X.nRows} rows do not make ${k} equal shards.`);
  return Array.from({ length: k }, (_, i) => ({
    X: matrix(n, X.nColumns, X.data.subarray(i * n * X.nColumns, (i + 1) * n * X.nColumns)),
    y: y.subarray(i * n, (i + 1) * n),
  }));
}

/** The features as rows of numbers, as a client sends them. */
export function rowsOf({ nRows, nColumns, data }: Matrix): number[][] {
  return Array.from({ length: nRows }, (_, i) => Array.from(data.subarray(i * nColumns, (i + 1) * nColumns)));
}

export function columnNames(nColumns: number): string[] {
  return Array.from({ length: nColumns }, (_, j) => `x${j}`);
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
