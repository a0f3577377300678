import type { Floats } from "../kernels.ts";

/** y ← β y for the positions from `start` to `end`; with β = 0 what is there is not read. */
export function scale(y: Floats, start: number, end: number, beta: number): void {
  if (beta === 0) y.fill(0, start, end);
  else if (beta !== 1) for (let i = start; i < end; i++) y[i] *= beta;
}
