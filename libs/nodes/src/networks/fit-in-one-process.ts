import { loadConfig } from "@chimera/config";
import { loadDataset } from "@chimera/dataset";
import { fitInOneProcess, type PipelineSettings } from "@chimera/distributed";
import { useChosenKernels } from "../start-kernels.ts";
import { LoadedNetwork } from "./load-network.ts";

export interface OneProcessFit {
  readonly network: LoadedNetwork;
  /** Mean loss of every epoch, before the updates. */
  readonly losses: readonly number[];
  /** Of the training alone, data already read. */
  readonly seconds: number;
  /** What computed the products. */
  readonly kernels: string;
}

/** Trains in this process on the rows of a project's first worker, with the kernels that its nodes would choose. */
export async function fitProjectInOneProcess(
  settings: PipelineSettings,
  projectDir: string,
): Promise<OneProcessFit> {
  const config = loadConfig({ projectDir });
  const { kernels } = await useChosenKernels(config);
  const dataset = loadDataset(config.workers[0].dataDir, settings.task);
  const begin = performance.now();
  const { model, losses } = fitInOneProcess(settings, dataset);
  const seconds = (performance.now() - begin) / 1000;
  return { network: new LoadedNetwork(model, settings.layerTypes), losses, seconds, kernels: kernels.name };
}
