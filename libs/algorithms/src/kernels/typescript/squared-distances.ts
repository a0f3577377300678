import type { Floats, Strided } from "../kernels.ts";
import { checkDistances } from "../operands.ts";

/** Values of the rows of A that are compared with one row of B after another: what the first-level cache holds. */
const BLOCK_VALUES = 2048;

export function squaredDistances<T extends Floats>(A: Strided<T>, B: Strided<T>, D: Strided<T>): void {
  checkDistances(A, B, D);
  const size = 4 * Math.max(1, Math.floor(BLOCK_VALUES / 4 / Math.max(1, A.nColumns)));
  for (let first = 0; first < A.nRows; first += size) {
    const end = Math.min(first + size, A.nRows);
    for (let j = 0; j < B.nRows; j++) {
      for (let i = first; i < end; i += 4) fourDistances(A, i, B, j, D);
    }
  }
}

/**
 * Rows i … i + 3 of A: a number of B that is loaded serves four differences, and the sums do not wait for each other. The
 * last row fills up what is missing to four: its distance is written again.
 */
function fourDistances<T extends Floats>(
  A: Strided<T>,
  i: number,
  B: Strided<T>,
  j: number,
  D: Strided<T>,
): void {
  const { data: a, nColumns: d, stride } = A;
  const { data: b } = B;
  const last = A.nRows - 1;
  const i1 = Math.min(i + 1, last);
  const i2 = Math.min(i + 2, last);
  const i3 = Math.min(i + 3, last);
  const a0 = A.offset + i * stride;
  const a1 = A.offset + i1 * stride;
  const a2 = A.offset + i2 * stride;
  const a3 = A.offset + i3 * stride;
  const at = B.offset + j * B.stride;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0; k < d; k++) {
    const bk = b[at + k];
    const r0 = a[a0 + k] - bk;
    const r1 = a[a1 + k] - bk;
    const r2 = a[a2 + k] - bk;
    const r3 = a[a3 + k] - bk;
    s0 += r0 * r0;
    s1 += r1 * r1;
    s2 += r2 * r2;
    s3 += r3 * r3;
  }
  const to = D.offset + j;
  D.data[to + i * D.stride] = s0;
  D.data[to + i1 * D.stride] = s1;
  D.data[to + i2 * D.stride] = s2;
  D.data[to + i3 * D.stride] = s3;
}
