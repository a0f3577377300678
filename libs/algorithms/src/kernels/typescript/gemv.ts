import { asIndex } from "../../tensor/as-index.ts";
import type { Floats, Strided } from "../kernels.ts";
import { checkGemv } from "../operands.ts";
import { eachPart } from "./row-parts.ts";
import { scale } from "./scale.ts";

export function gemv<T extends Floats>(alpha: number, A: Strided<T>, x: T, beta: number, y: T): void {
  checkGemv(A, x, y, false);
  scale(y, 0, y.length, beta);
  if (alpha !== 0) eachPart(A, (part, first) => addProducts(alpha, part, x, y, first));
}

/** Eight rows at once: an x that is loaded serves eight products, and the sums do not wait for each other. */
function addProducts<T extends Floats>(alpha: number, A: Strided<T>, x: T, y: T, first: number): void {
  const { data: a, nRows, stride } = A;
  const d = asIndex(A.nColumns);
  const whole = nRows - (nRows % 8);
  for (let i = 0; i < whole; i += 8) {
    const a0 = asIndex(A.offset + i * stride);
    const a1 = asIndex(a0 + stride);
    const a2 = asIndex(a1 + stride);
    const a3 = asIndex(a2 + stride);
    const a4 = asIndex(a3 + stride);
    const a5 = asIndex(a4 + stride);
    const a6 = asIndex(a5 + stride);
    const a7 = asIndex(a6 + stride);
    let p0 = 0;
    let p1 = 0;
    let p2 = 0;
    let p3 = 0;
    let p4 = 0;
    let p5 = 0;
    let p6 = 0;
    let p7 = 0;
    for (let j = 0; j < d; j++) {
      const xj = x[j];
      p0 += a[a0 + j] * xj;
      p1 += a[a1 + j] * xj;
      p2 += a[a2 + j] * xj;
      p3 += a[a3 + j] * xj;
      p4 += a[a4 + j] * xj;
      p5 += a[a5 + j] * xj;
      p6 += a[a6 + j] * xj;
      p7 += a[a7 + j] * xj;
    }
    const to = asIndex(first + i);
    y[to] += alpha * p0;
    y[to + 1] += alpha * p1;
    y[to + 2] += alpha * p2;
    y[to + 3] += alpha * p3;
    y[to + 4] += alpha * p4;
    y[to + 5] += alpha * p5;
    y[to + 6] += alpha * p6;
    y[to + 7] += alpha * p7;
  }
  for (let i = whole; i < nRows; i++) {
    const at = A.offset + i * stride;
    let p = 0;
    for (let j = 0; j < d; j++) p += a[at + j] * x[j];
    y[first + i] += alpha * p;
  }
}

export function gemvTransposed<T extends Floats>(
  alpha: number,
  A: Strided<T>,
  x: T,
  beta: number,
  y: T,
): void {
  checkGemv(A, x, y, true);
  scale(y, 0, y.length, beta);
  if (alpha !== 0) eachPart(A, (part, first) => addRows(alpha, part, x, first, y));
}

/** Four rows at once: a y that is loaded and stored takes four products. */
function addRows<T extends Floats>(alpha: number, A: Strided<T>, x: T, first: number, y: T): void {
  const { data: a, nRows, stride } = A;
  const d = asIndex(A.nColumns);
  const whole = nRows - (nRows % 4);
  for (let i = 0; i < whole; i += 4) {
    const a0 = asIndex(A.offset + i * stride);
    const a1 = asIndex(a0 + stride);
    const a2 = asIndex(a1 + stride);
    const a3 = asIndex(a2 + stride);
    const x0 = alpha * x[first + i];
    const x1 = alpha * x[first + i + 1];
    const x2 = alpha * x[first + i + 2];
    const x3 = alpha * x[first + i + 3];
    for (let j = 0; j < d; j++) {
      y[j] += x0 * a[a0 + j] + x1 * a[a1 + j] + (x2 * a[a2 + j] + x3 * a[a3 + j]);
    }
  }
  for (let i = whole; i < nRows; i++) {
    const at = A.offset + i * stride;
    const xi = alpha * x[first + i];
    for (let j = 0; j < d; j++) y[j] += xi * a[at + j];
  }
}
