import type { Floats } from "../kernels.ts";
import { checkAxpy, checkDot } from "../operands.ts";

/** Σ xᵢ yᵢ, in four sums, so that one does not wait for another. */
export function dot<T extends Floats>(x: T, y: T): number {
  checkDot(x, y);
  const n = x.length;
  const whole = n - (n % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < whole; i += 4) {
    s0 += x[i] * y[i];
    s1 += x[i + 1] * y[i + 1];
    s2 += x[i + 2] * y[i + 2];
    s3 += x[i + 3] * y[i + 3];
  }
  for (let i = whole; i < n; i++) s0 += x[i] * y[i];
  return s0 + s1 + (s2 + s3);
}

export function axpy<T extends Floats>(a: number, x: T, y: T): void {
  checkAxpy(x, y);
  if (a === 0) return;
  for (let i = 0; i < x.length; i++) y[i] += a * x[i];
}
