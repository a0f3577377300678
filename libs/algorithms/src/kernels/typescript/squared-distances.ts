import type { Floats, Strided } from "../kernels.ts";
import { checkDistances } from "../operands.ts";

/** Rows of B that are compared with one row of A after another while they stay in the first-level cache. */
const BLOCK_VALUES = 2048;

export function squaredDistances<T extends Floats>(A: Strided<T>, B: Strided<T>, D: Strided<T>): void {
  checkDistances(A, B, D);
  const size = Math.max(1, Math.floor(BLOCK_VALUES / Math.max(1, B.nColumns)));
  for (let first = 0; first < B.nRows; first += size) {
    const end = Math.min(first + size, B.nRows);
    for (let i = 0; i < A.nRows; i++) distancesOfRow(A, i, B, first, end, D);
  }
}

function distancesOfRow<T extends Floats>(
  A: Strided<T>,
  i: number,
  B: Strided<T>,
  first: number,
  end: number,
  D: Strided<T>,
): void {
  const { data: a, nColumns: d } = A;
  const { data: b } = B;
  const from = A.offset + i * A.stride;
  const to = D.offset + i * D.stride;
  for (let j = first; j < end; j++) {
    const at = B.offset + j * B.stride;
    let sum = 0;
    for (let k = 0; k < d; k++) {
      const difference = a[from + k] - b[at + k];
      sum += difference * difference;
    }
    D.data[to + j] = sum;
  }
}
