import { typescriptKernels, type Kernels } from "@chimera/algorithms";
import { loadWasmKernels } from "../wasm/index.ts";

/** Every backend that this machine has: the suites of the contract run on each. */
export async function backends(): Promise<readonly Kernels[]> {
  const relaxed = await loadWasmKernels();
  const plain = await loadWasmKernels({ relaxed: false });
  return relaxed.name === plain.name ? [typescriptKernels, plain] : [typescriptKernels, plain, relaxed];
}
