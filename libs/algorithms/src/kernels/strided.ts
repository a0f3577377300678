import type { Matrix } from "../tensor/matrix.ts";
import type { Floats, Strided } from "./kernels.ts";

/** Rows of `nColumns` values one behind the other, from `offset` on. */
export function strided<T extends Floats>(data: T, nRows: number, nColumns: number, offset = 0): Strided<T> {
  return { data, offset, nRows, nColumns, stride: nColumns };
}

/** A whole matrix. */
export function stridedMatrix({ data, nRows, nColumns }: Matrix): Strided<Float64Array> {
  return strided(data, nRows, nColumns);
}
