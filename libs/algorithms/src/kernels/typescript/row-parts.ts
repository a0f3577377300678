import { MOST_VALUES } from "../../tensor/as-index.ts";
import type { Floats, Strided } from "../kernels.ts";

/**
 * Calls `run` for consecutive rows of A that begin at its element 0 and whose positions go through `asIndex`. Nearly
 * always that is once, for all of A.
 *
 * @param run receives rows of A, and the number of the first of them.
 */
export function eachPart<T extends Floats>(
  A: Strided<T>,
  run: (part: Strided<T>, first: number) => void,
  mostValues = MOST_VALUES,
): void {
  const { data, offset, nRows, stride } = A;
  if (offset + nRows * stride <= mostValues) return run(A, 0);
  const size = Math.max(1, Math.floor(mostValues / Math.max(1, stride)));
  for (let first = 0; first < nRows; first += size) {
    const rows = data.subarray(offset + first * stride) as T;
    run({ ...A, data: rows, offset: 0, nRows: Math.min(size, nRows - first) }, first);
  }
}
