export { chooseKernels, KernelChoiceError, type KernelChoice, type WantedKernels } from "./choose-kernels.ts";
export { KernelMemoryError } from "./wasm/index.ts";
export { ThreadPool, type ThreadPoolOptions } from "./threads/index.ts";
