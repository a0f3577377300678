import { DataError, ParameterError } from "../errors.ts";
import type { Matrix } from "../tensor/matrix.ts";

/** The distinct values of a column, ascending. */
export function distinctValues({ data, nRows, nColumns }: Matrix, column: number): Float64Array {
  const distinct = new Set<number>();
  for (let i = 0, at = column; i < nRows; i++, at += nColumns) distinct.add(data[at]);
  return Float64Array.from(distinct).sort();
}

/** The values of all lists, ascending. */
export function unionOf(lists: readonly Float64Array[]): Float64Array {
  return Float64Array.from(new Set(lists.flatMap((values) => Array.from(values)))).sort();
}

/** The position of `value` among ascending categories; −1 when it is none of them. */
export function codeOf(categories: Float64Array, value: number): number {
  let low = 0;
  let high = categories.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (categories[middle] < value) low = middle + 1;
    else high = middle;
  }
  return categories[low] === value ? low : -1;
}

/** @throws DataError with row, column and value of the first one that is no category. */
export function checkKnown(X: Matrix, column: number, categories: Float64Array): void {
  for (let i = 0; i < X.nRows; i++) {
    const value = X.data[i * X.nColumns + column];
    if (codeOf(categories, value) < 0) throw unknownCategory(i, column, categories, value);
  }
}

/** Says of a value that it is none of the categories. @param i row of the value, counted from 0 as the column. */
export function unknownCategory(
  i: number,
  column: number,
  categories: Float64Array,
  value: number,
): DataError {
  const shown = Array.from(categories.subarray(0, 10)).join(", ") + (categories.length > 10 ? ", …" : "");
  return new DataError({
    expected: `one of the categories ${shown} in column ${column}`,
    got: `${value} in row ${i} (counted from 0)`,
    remedy: 'Correct the value, give all categories, or set handleUnknown to "ignore".',
  });
}

/** @throws ParameterError unless there is a list of ascending finite numbers for each of the encoded columns. */
export function checkCategories(categories: "auto" | readonly (readonly number[])[], nEncoded: number): void {
  if (categories === "auto") return;
  const isAscending = (list: unknown) =>
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((value, k) => Number.isFinite(value) && (k === 0 || list[k - 1] < value));
  if (Array.isArray(categories) && categories.length === nEncoded && categories.every(isAscending)) return;
  throw new ParameterError(
    "categories",
    `be "auto", or a list of ascending numbers for each of the ${nEncoded} encoded columns`,
    categories,
  );
}
