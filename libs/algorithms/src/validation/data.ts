import { DataError } from "../errors.ts";
import { asIndex } from "../tensor/as-index.ts";
import type { Matrix } from "../tensor/matrix.ts";

/** @throws DataError for what is no matrix, as a list of rows, and when it has not nRows · nColumns values. */
export function checkMatrix(X: Matrix, name = "X"): void {
  const given = X as Partial<Matrix> | null | undefined;
  if (given?.data instanceof Float64Array && given.data.length === X.nRows * X.nColumns) return;
  throw new DataError({
    expected: `a matrix of nRows · nColumns numbers in ${name}`,
    got: kindOf(given),
    remedy: "Make it with matrix(nRows, nColumns, data) or matrixFromRows(rows).",
  });
}

function kindOf(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  const { nRows, nColumns, data } = (given ?? {}) as Partial<Matrix>;
  return data instanceof Float64Array
    ? `${data.length} numbers for ${nRows} × ${nColumns}`
    : given === null
      ? "null"
      : typeof given;
}

/** @throws DataError when `X` is no matrix or has no rows. */
export function checkNotEmpty(X: Matrix, name = "X"): void {
  checkMatrix(X, name);
  if (X.nRows > 0) return;
  throw new DataError({
    expected: `at least one row in ${name}`,
    got: "none",
    remedy: "Give it the rows to compute with.",
  });
}

/** @throws DataError with row and column of the first value that is NaN or infinite. */
export function checkFinite(X: Matrix, name = "X"): void {
  if (areFinite(X.data)) return;
  const i = firstNotFinite(X.data);
  throw new DataError({
    expected: `finite numbers in ${name}`,
    got: `${X.data[i]} in row ${Math.floor(i / X.nColumns)}, column ${i % X.nColumns} (counted from 0)`,
    remedy: "Replace the value or leave the row out.",
  });
}

/** Checks a block of the rows of `whole`. @throws DataError with row and column in `whole`, as `checkFinite`. */
export function checkFiniteBlock(block: Matrix, whole: Matrix): void {
  if (!areFinite(block.data)) checkFinite(whole);
}

/** @throws DataError with row and column of the first value that is infinite; NaN stands for a missing value. */
export function checkFiniteOrMissing(X: Matrix, name = "X"): void {
  const i = firstInfinite(X.data);
  if (i < 0) return;
  throw new DataError({
    expected: `finite numbers, or NaN for a missing value, in ${name}`,
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

/** Values whose sum `areFinite` looks at together. */
const FINITE_BLOCK = 2 ** 16;

/** Whether no value is NaN or infinite. */
export function areFinite(values: Float64Array): boolean {
  for (let first = 0; first < values.length; first += FINITE_BLOCK) {
    if (sumOfZeros(values.subarray(first, first + FINITE_BLOCK)) !== 0) return false;
  }
  return true;
}

/**
 * Σ 0 · x is 0 when all x are finite, else NaN; four sums do not wait for each other, which takes half the time of
 * looking at each value.
 */
function sumOfZeros(values: Float64Array): number {
  const n = values.length;
  const whole = n - (n % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let first = 0; first < whole; first += 4) {
    const i = asIndex(first);
    a += values[i] * 0;
    b += values[i + 1] * 0;
    c += values[i + 2] * 0;
    d += values[i + 3] * 0;
  }
  for (let i = whole; i < n; i++) a += values[i] * 0;
  return a + b + (c + d);
}

function firstNotFinite(values: ArrayLike<number>): number {
  if (values instanceof Float64Array && areFinite(values)) return -1;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

function firstInfinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (values[i] === Infinity || values[i] === -Infinity) return i;
  return -1;
}

/** @throws DataError for what is no list, e.g. null. */
export function checkList(list: ArrayLike<unknown>, name: string): void {
  if (Array.isArray(list) || ArrayBuffer.isView(list)) return;
  const isCounted =
    typeof list === "object" && Number.isSafeInteger((list as { length?: number } | null)?.length);
  if (isCounted) return;
  throw new DataError({
    expected: `a list in ${name}`,
    got: list === null ? "null" : typeof list,
    remedy: "Give one value for every row.",
  });
}

/** @throws DataError unless `y` has one target for every row of `X`. */
export function checkSameLength(X: Matrix, y: ArrayLike<unknown>): void {
  checkList(y, "y");
  if (X.nRows === y.length) return;
  throw new DataError({
    expected: `one target for each of the ${X.nRows} rows of X`,
    got: `${y.length} targets`,
    remedy: "Give X and y of the same rows.",
  });
}

/** @throws DataError unless `X` has the columns that the model was made or fitted for. */
export function checkWidth(X: Matrix, nFeatures: number, name = "X"): void {
  checkMatrix(X, name);
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
