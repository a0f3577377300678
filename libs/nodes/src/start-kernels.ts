import { useKernels } from "@chimera/algorithms";
import { chooseKernels, type WantedKernels } from "@chimera/kernels";
import type { NodeLogs } from "@chimera/telemetry";

/**
 * Chooses what computes in this process, before it reads data, and says so in the status log.
 *
 * @throws KernelChoiceError when what CHIMERA_KERNELS names is not to be had.
 */
export async function startKernels(wanted: WantedKernels, logs: NodeLogs): Promise<void> {
  const { kernels, reason } = await chooseKernels(wanted);
  useKernels(kernels);
  logs.status.info({ kernel: kernels.name }, `Computes with the kernels ${kernels.name}: ${reason}.`);
}
