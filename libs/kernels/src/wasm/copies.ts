import type { Floats, Strided } from "@chimera/algorithms";

/** Shorter copies are faster element by element than through a view. */
const SHORT = 64;

/** Copies n elements. */
export function copy(from: Floats, start: number, n: number, to: Floats, at: number): void {
  if (n > SHORT) to.set(from.subarray(start, start + n), at);
  else for (let i = 0; i < n; i++) to[at + i] = from[start + i];
}

/** Copies rows one behind the other. @param at the first element's place. @param width from a row to the next there. */
export function copyRows(
  { data, offset, nRows, nColumns, stride }: Strided,
  to: Floats,
  at: number,
  width = nColumns,
): void {
  if (stride === nColumns && width === nColumns) return copy(data, offset, nRows * nColumns, to, at);
  for (let i = 0; i < nRows; i++) copy(data, offset + i * stride, nColumns, to, at + i * width);
}

/** Copies back what `copyRows` copied. */
export function copyRowsBack(
  from: Floats,
  at: number,
  { data, offset, nRows, nColumns, stride }: Strided,
  width = nColumns,
): void {
  if (stride === nColumns && width === nColumns) return copy(from, at, nRows * nColumns, data, offset);
  for (let i = 0; i < nRows; i++) copy(from, at + i * width, nColumns, data, offset + i * stride);
}

/** Rows `first` … `first + nRows − 1` of a matrix. */
export function rowsOf<T extends Floats>(A: Strided<T>, first: number, nRows: number): Strided<T> {
  return { ...A, offset: A.offset + first * A.stride, nRows };
}
