import { useKernels } from "@chimera/algorithms";
import { chooseKernels, KernelChoiceError } from "@chimera/kernels";
import type { LoadAnswer, LoadOrder } from "./backends.ts";

/** Takes the backend for this process: what `startBackends` asks first. */
export async function loadBackend({ kernels: wanted }: LoadOrder): Promise<LoadAnswer> {
  try {
    const { kernels } = await chooseKernels(wanted);
    useKernels(kernels);
    return { name: kernels.name };
  } catch (error) {
    if (error instanceof KernelChoiceError) return { missing: error.message };
    throw error;
  }
}
