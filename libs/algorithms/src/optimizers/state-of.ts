import type { Floats } from "../kernels/index.ts";
import type { Optimizer } from "./optimizer.ts";

/** @returns `init` of an optimizer that remembers so many vectors, zeros at first. */
export function stateOf(nBuffers: number): Optimizer["init"] {
  return (<T extends Floats>(
    nParameters: number,
    zeros: (length: number) => T = (length) => new Float64Array(length) as T,
  ) => ({
    step: 0,
    buffers: Array.from({ length: nBuffers }, () => zeros(nParameters)),
  })) as Optimizer["init"];
}
