import { useKernels, useTaskPool, withBlockedGemm } from "@chimera/algorithms";
import { chooseKernels, ThreadPool, type KernelChoice, type WantedKernels } from "@chimera/kernels";
import type { NodeLogs } from "@chimera/telemetry";

/** What a node's configuration says of computing. */
export interface ComputeConfig {
  readonly kernels: WantedKernels;
  /** ≥ 1. */
  readonly threads: number;
}

/**
 * Chooses what computes in this process, before it reads data, and says so in the status log.
 *
 * @throws KernelChoiceError when what CHIMERA_KERNELS names is not to be had; Error when there is no program for threads.
 */
export async function startKernels(config: ComputeConfig, logs: NodeLogs): Promise<void> {
  const { threads } = config;
  const { kernels, reason } = await useChosenKernels(config);
  logs.status.info(
    { kernel: kernels.name, threads },
    `Computes with the kernels ${kernels.name}, in ${threads} thread${threads === 1 ? "" : "s"}: ${reason}.`,
  );
}

/** Computes in this process as a node does. @throws as `startKernels` */
export async function useChosenKernels({ kernels: wanted, threads }: ComputeConfig): Promise<KernelChoice> {
  const choice = await chooseKernels(wanted);
  useKernels(withBlockedGemm(choice.kernels));
  if (threads > 1) useTaskPool(new ThreadPool({ nThreads: threads, kernels: wanted }));
  return choice;
}
