import type { Floats } from "../kernels/index.ts";
import { asIndex } from "../tensor/as-index.ts";

/** From so many numbers on a view of them is sooner copied. */
const LONG = 64;

export function copyRun(source: Floats, from: number, target: Floats, to: number, length: number): void {
  if (length >= LONG) return target.set(source.subarray(from, from + length), to);
  const [a, b] = [asIndex(from), asIndex(to)];
  for (let i = 0; i < length; i++) target[b + i] = source[a + i];
}

export function addRun(source: Floats, from: number, target: Floats, to: number, length: number): void {
  const [a, b] = [asIndex(from), asIndex(to)];
  for (let i = 0; i < length; i++) target[b + i] += source[a + i];
}
