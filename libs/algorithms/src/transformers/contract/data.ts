import { createRandom } from "../../random/random.ts";
import { matrix, type Matrix } from "../../tensor/matrix.ts";

/** n × d integers 0…5: numbers to scale, categories to encode, values to count. */
export function madeCodes(nRows: number, nColumns = 4, seed = 3): Matrix {
  const random = createRandom(seed);
  const X = matrix(nRows, nColumns);
  for (let at = 0; at < X.data.length; at++) X.data[at] = random.integer(6);
  return X;
}

/** A copy with one value replaced. */
export function withValue(X: Matrix, i: number, j: number, value: number): Matrix {
  const copy = matrix(X.nRows, X.nColumns, X.data.slice());
  copy.data[i * X.nColumns + j] = value;
  return copy;
}
