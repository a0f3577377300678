import { DataError } from "../errors.ts";

/**
 * A dense matrix of float64 in row-major order: element (i, j) is `data[i * nColumns + j]`.
 * It is a view: whoever makes one says who owns `data`.
 */
export interface Matrix {
  readonly nRows: number;
  readonly nColumns: number;
  /** Length `nRows * nColumns`. */
  readonly data: Float64Array;
}

/** Rows of a block: 16 kB of scores for two classes. */
const BLOCK_ROWS = 1024;
/** Values of a block, unless one row has more: 2 MB. */
const BLOCK_VALUES = 2 ** 18;

/**
 * Wraps `data` as a matrix without copying; zeros when `data` is left out.
 *
 * @throws DataError when `data` has not exactly `nRows * nColumns` elements.
 */
export function matrix(
  nRows: number,
  nColumns: number,
  data: Float64Array = new Float64Array(nRows * nColumns),
): Matrix {
  if (data.length !== nRows * nColumns) {
    throw new DataError({
      expected: `${nRows * nColumns} values for a matrix of ${nRows} × ${nColumns}`,
      got: String(data.length),
      remedy: "Give one value for each element, row after row.",
    });
  }
  return { nRows, nColumns, data };
}

/**
 * Copies rows given as arrays into a matrix. An empty list has 0 columns.
 *
 * @throws DataError with the number of the first row that is not as wide as row 0.
 */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const nColumns = rows[0]?.length ?? 0;
  const result = matrix(rows.length, nColumns);
  rows.forEach((row, i) => {
    if (row.length !== nColumns) {
      throw new DataError({
        expected: `${nColumns} values in row ${i}, as many as in row 0`,
        got: String(row.length),
        remedy: "Give rows of one width.",
      });
    }
    result.data.set(row, i * nColumns);
  });
  return result;
}

/** Row `i` as a view into the matrix (no copy). */
export function rowOf(X: Matrix, i: number): Float64Array {
  return X.data.subarray(i * X.nColumns, (i + 1) * X.nColumns);
}

/**
 * X as views of up to 1024 rows and 2 MB, each with the number of its first row. What is computed from a block stays in
 * the cache and in memory that is used again, where n × K numbers of all rows would be new memory, which is slow to come by.
 */
export function* rowBlocks({ nRows, nColumns, data }: Matrix): Generator<{ rows: Matrix; first: number }> {
  const size = Math.min(BLOCK_ROWS, Math.max(1, Math.floor(BLOCK_VALUES / nColumns)));
  for (let first = 0; first < nRows; first += size) {
    const end = Math.min(first + size, nRows);
    yield { rows: matrix(end - first, nColumns, data.subarray(first * nColumns, end * nColumns)), first };
  }
}

/** A copy of the rows with the given indices, in that order (repeats allowed: bootstrap). */
export function takeRows(X: Matrix, rows: ArrayLike<number>): Matrix {
  const { data, nColumns } = X;
  const result = matrix(rows.length, nColumns);
  // Element by element: for the short rows of most data a view and a `set` per row take twice as long.
  for (let i = 0, to = 0; i < rows.length; i++) {
    const from = rows[i] * nColumns;
    for (let j = 0; j < nColumns; j++) result.data[to++] = data[from + j];
  }
  return result;
}

/** A copy whose columns are `X`'s columns in the given order. */
export function takeColumns(X: Matrix, columns: ArrayLike<number>): Matrix {
  const result = matrix(X.nRows, columns.length);
  for (let i = 0; i < X.nRows; i++) {
    for (let j = 0; j < columns.length; j++) {
      result.data[i * columns.length + j] = X.data[i * X.nColumns + columns[j]];
    }
  }
  return result;
}
