import { asIndex } from "../../tensor/as-index.ts";
import type { Floats, Strided } from "../kernels.ts";
import { eachPart } from "./row-parts.ts";

/**
 * C ← C + α A Bᵀ: every element is the product of two rows, which lie in memory as they are read. Four rows of A and two of
 * B at once, where six numbers that are loaded serve eight products.
 */
export function addRowsTimesRows<T extends Floats>(
  alpha: number,
  A: Strided<T>,
  B: Strided<T>,
  C: Strided<T>,
): void {
  eachPart(A, (part, first) => {
    const rows = { ...C, offset: C.offset + first * C.stride, nRows: part.nRows };
    for (let k = 0; k < B.nRows; k += 2) addPair(alpha, part, B, k, rows);
  });
}

/** The columns k and k + 1 of C. */
function addPair<T extends Floats>(
  alpha: number,
  A: Strided<T>,
  B: Strided<T>,
  k: number,
  C: Strided<T>,
): void {
  const { data: a, nRows, stride } = A;
  const { data: b } = B;
  const last = Math.min(k + 1, B.nRows - 1);
  const d = asIndex(A.nColumns);
  const v = asIndex(B.offset + k * B.stride);
  const w = asIndex(B.offset + last * B.stride);
  for (let i = 0; i < nRows; i += 4) {
    // The last row fills up what is missing to four, and is written once.
    const a0 = asIndex(A.offset + i * stride);
    const a1 = asIndex(A.offset + Math.min(i + 1, nRows - 1) * stride);
    const a2 = asIndex(A.offset + Math.min(i + 2, nRows - 1) * stride);
    const a3 = asIndex(A.offset + Math.min(i + 3, nRows - 1) * stride);
    let p0 = 0;
    let p1 = 0;
    let p2 = 0;
    let p3 = 0;
    let q0 = 0;
    let q1 = 0;
    let q2 = 0;
    let q3 = 0;
    for (let j = 0; j < d; j++) {
      const vj = b[v + j];
      const wj = b[w + j];
      p0 += vj * a[a0 + j];
      q0 += wj * a[a0 + j];
      p1 += vj * a[a1 + j];
      q1 += wj * a[a1 + j];
      p2 += vj * a[a2 + j];
      q2 += wj * a[a2 + j];
      p3 += vj * a[a3 + j];
      q3 += wj * a[a3 + j];
    }
    add(C, i, k, last, alpha * p0, alpha * q0);
    if (i + 1 < nRows) add(C, i + 1, k, last, alpha * p1, alpha * q1);
    if (i + 2 < nRows) add(C, i + 2, k, last, alpha * p2, alpha * q2);
    if (i + 3 < nRows) add(C, i + 3, k, last, alpha * p3, alpha * q3);
  }
}

/** Row i: p to column k, and q to column `last`, if that is another. */
function add(
  { data, offset, stride }: Strided,
  i: number,
  k: number,
  last: number,
  p: number,
  q: number,
): void {
  const to = offset + i * stride + k;
  data[to] += p;
  if (last !== k) data[to + 1] += q;
}
