import { typescriptKernels, type Kernels } from "@chimera/algorithms";
import { chooseKernels } from "../choose-kernels.ts";
import { loadOpenBlasKernels, NoOpenBlasError } from "../openblas/index.ts";
import { loadWasmKernels } from "../wasm/index.ts";

/** Every backend that this machine has, and what is chosen of them: the suites of the contract run on each. */
export async function backends(): Promise<readonly Kernels[]> {
  const relaxed = await loadWasmKernels();
  const plain = await loadWasmKernels({ relaxed: false });
  const { kernels: chosen } = await chooseKernels();
  return [
    typescriptKernels,
    plain,
    ...(relaxed.name === plain.name ? [] : [relaxed]),
    ...openBlas(),
    { ...chosen, name: `auto: ${chosen.name}` },
  ];
}

function openBlas(): Kernels[] {
  try {
    return [loadOpenBlasKernels(typescriptKernels)];
  } catch (error) {
    if (!(error instanceof NoOpenBlasError)) throw error;
    console.warn(`The contract is not checked on OpenBLAS: ${error.message}.`);
    return [];
  }
}
