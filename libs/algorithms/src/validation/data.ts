import { DataError } from "../errors.ts";
import type { Matrix } from "../tensor/matrix.ts";

/** @throws DataError when `X` has no rows. */
export function checkNotEmpty(X: Matrix, name = "X"): void {
  if (X.nRows > 0) return;
  throw new DataError({
    expected: `at least one row in ${name}`,
    got: "none",
    remedy: "Give it the rows to compute with.",
  });
}

/** @throws DataError with row and column of the first value that is NaN or infinite. */
export function checkFinite(X: Matrix, name = "X"): void {
  const i = firstNotFinite(X.data);
  if (i < 0) return;
  throw new DataError({
    expected: `finite numbers in ${name}`,
    got: `${X.data[i]} in row ${Math.floor(i / X.nColumns)}, column ${i % X.nColumns} (counted from 0)`,
    remedy: "Replace the value or leave the row out.",
  });
}

/** @throws DataError with the index of the first target that is NaN or infinite. */
export function checkFiniteTargets(y: ArrayLike<number>, name = "y"): void {
  const i = firstNotFinite(y);
  if (i < 0) return;
  throw new DataError({
    expected: `finite numbers in ${name}`,
    got: `${y[i]} at index ${i} (counted from 0)`,
    remedy: "Replace the value or leave the row out.",
  });
}

function firstNotFinite(values: ArrayLike<number>): number {
  if (values instanceof Float64Array && areFinite(values)) return -1;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/** 0 x is 0 for every number, but NaN for NaN and ±∞: the sum says whether there is one. Four sums wait for each other less. */
function areFinite(values: Float64Array): boolean {
  const n = values.length - (values.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < n; i += 4) {
    a += 0 * values[i];
    b += 0 * values[i + 1];
    c += 0 * values[i + 2];
    d += 0 * values[i + 3];
  }
  for (let i = n; i < values.length; i++) a += 0 * values[i];
  return a + b + c + d === 0;
}

/** @throws DataError unless `y` has one target for every row of `X`. */
export function checkSameLength(X: Matrix, y: ArrayLike<unknown>): void {
  if (X.nRows === y.length) return;
  throw new DataError({
    expected: `one target for each of the ${X.nRows} rows of X`,
    got: `${y.length} targets`,
    remedy: "Give X and y of the same rows.",
  });
}

/** @throws DataError unless `X` has the columns that the model was made or fitted for. */
export function checkWidth(X: Matrix, nFeatures: number, name = "X"): void {
  if (X.nColumns === nFeatures) return;
  throw new DataError({
    expected: `${nFeatures} columns in ${name}`,
    got: `${X.nColumns}`,
    remedy: "Give the columns that the model was fitted with, in the same order.",
  });
}

/** @throws DataError unless the two vectors have the same length. */
export function checkEqualLengths(a: ArrayLike<unknown>, b: ArrayLike<unknown>, names: string): void {
  if (a.length === b.length) return;
  throw new DataError({
    expected: `${names} of the same length`,
    got: `${a.length} and ${b.length}`,
    remedy: "Give both for the same rows, in the same order.",
  });
}
