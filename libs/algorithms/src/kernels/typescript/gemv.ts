import { asIndex } from "../../tensor/as-index.ts";
import type { Floats, Strided } from "../kernels.ts";
import { checkGemv } from "../operands.ts";
import { scale } from "./scale.ts";

/** Four rows at once: an x that is loaded serves four products, and the sums do not wait for each other. */
export function gemv<T extends Floats>(alpha: number, A: Strided<T>, x: T, beta: number, y: T): void {
  checkGemv(A, x, y, false);
  scale(y, 0, y.length, beta);
  if (alpha === 0) return;
  const { data: a, nRows, stride } = A;
  const d = asIndex(A.nColumns);
  const whole = nRows - (nRows % 4);
  for (let i = 0; i < whole; i += 4) {
    const a0 = asIndex(A.offset + i * stride);
    const a1 = asIndex(a0 + stride);
    const a2 = asIndex(a1 + stride);
    const a3 = asIndex(a2 + stride);
    let p0 = 0;
    let p1 = 0;
    let p2 = 0;
    let p3 = 0;
    for (let j = 0; j < d; j++) {
      const xj = x[j];
      p0 += a[a0 + j] * xj;
      p1 += a[a1 + j] * xj;
      p2 += a[a2 + j] * xj;
      p3 += a[a3 + j] * xj;
    }
    y[i] += alpha * p0;
    y[i + 1] += alpha * p1;
    y[i + 2] += alpha * p2;
    y[i + 3] += alpha * p3;
  }
  for (let i = whole; i < nRows; i++) {
    const at = A.offset + i * stride;
    let p = 0;
    for (let j = 0; j < d; j++) p += a[at + j] * x[j];
    y[i] += alpha * p;
  }
}

/** Four rows at once: a y that is loaded and stored takes four products. */
export function gemvTransposed<T extends Floats>(
  alpha: number,
  A: Strided<T>,
  x: T,
  beta: number,
  y: T,
): void {
  checkGemv(A, x, y, true);
  scale(y, 0, y.length, beta);
  if (alpha === 0) return;
  const { data: a, nRows, stride } = A;
  const d = asIndex(A.nColumns);
  const whole = nRows - (nRows % 4);
  for (let i = 0; i < whole; i += 4) {
    const a0 = asIndex(A.offset + i * stride);
    const a1 = asIndex(a0 + stride);
    const a2 = asIndex(a1 + stride);
    const a3 = asIndex(a2 + stride);
    const x0 = alpha * x[i];
    const x1 = alpha * x[i + 1];
    const x2 = alpha * x[i + 2];
    const x3 = alpha * x[i + 3];
    for (let j = 0; j < d; j++) {
      y[j] += x0 * a[a0 + j] + x1 * a[a1 + j] + (x2 * a[a2 + j] + x3 * a[a3 + j]);
    }
  }
  for (let i = whole; i < nRows; i++) {
    const at = A.offset + i * stride;
    const xi = alpha * x[i];
    for (let j = 0; j < d; j++) y[j] += xi * a[at + j];
  }
}
