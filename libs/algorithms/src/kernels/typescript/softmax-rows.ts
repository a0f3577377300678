import type { Floats, Strided } from "../kernels.ts";
import { checkInside } from "../operands.ts";

export function softmaxRows<T extends Floats>(Z: Strided<T>): void {
  checkInside("Z", Z);
  const { data: z, nRows, nColumns, stride } = Z;
  for (let i = 0; i < nRows; i++) {
    const first = Z.offset + i * stride;
    const end = first + nColumns;
    let largest = -Infinity;
    for (let at = first; at < end; at++) largest = Math.max(largest, z[at]);
    let sum = 0;
    for (let at = first; at < end; at++) {
      const e = Math.exp(z[at] - largest);
      z[at] = e;
      sum += e;
    }
    for (let at = first; at < end; at++) z[at] /= sum;
  }
}
