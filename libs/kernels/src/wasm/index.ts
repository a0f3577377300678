export { loadWasmKernels, type WasmOptions } from "./load.ts";
export { KernelMemoryError } from "./memory-error.ts";
