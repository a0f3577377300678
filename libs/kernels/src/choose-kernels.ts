import { typescriptKernels, type Kernels } from "@chimera/algorithms";

/** The kernels for this process. */
export function chooseKernels(): Promise<Kernels> {
  return Promise.resolve(typescriptKernels);
}
