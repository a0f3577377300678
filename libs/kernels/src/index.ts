export {
  chooseKernels,
  KernelChoiceError,
  type KernelChoice,
  type KernelLoaders,
  type WantedKernels,
} from "./choose-kernels.ts";
export { KernelMemoryError, loadWasmKernels, type WasmOptions } from "./wasm/index.ts";
export { loadOpenBlasKernels, NoOpenBlasError } from "./openblas/index.ts";
export { ThreadPool, type ThreadPoolOptions } from "./threads/index.ts";
