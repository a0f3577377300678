import type { Kernels } from "./kernels.ts";
import { typescriptKernels } from "./typescript/index.ts";

let current: Kernels = typescriptKernels;

/** The kernels of this process: those in TypeScript, until a program chooses others at its start. */
export function kernels(): Kernels {
  return current;
}

/**
 * Makes all computations of this process use these kernels. A program chooses once, before it reads data: what was
 * allocated by others still computes, but may have to be copied.
 */
export function useKernels(chosen: Kernels): void {
  current = chosen;
}
