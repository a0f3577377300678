/** A process that trains the benchmark's network alone, with the kernels that a stage takes: a line of JSON per order. */
import { kernels, useKernels, withBlockedGemm } from "@chimera/algorithms";
import { loadDataset } from "@chimera/dataset";
import { fitInOneProcess, resolvePipeline } from "@chimera/distributed";
import { chooseKernels, type WantedKernels } from "@chimera/kernels";
import { answerLines, timed } from "../processes/answer-lines.ts";
import { BALANCED, type TrainAnswer, type TrainOrder } from "./orders.ts";

const chosen = await chooseKernels((process.env.CHIMERA_KERNELS ?? "auto") as WantedKernels);
useKernels(withBlockedGemm(chosen.kernels));

/** The same micro-batches, on one stage. */
function train({ dataDir }: TrainOrder): TrainAnswer {
  const dataset = loadDataset(dataDir, "classifier");
  const settings = resolvePipeline("classifier", BALANCED);
  const [seconds, { losses }] = timed(() => fitInOneProcess(settings, dataset));
  return { kernel: kernels().name, seconds, loss: losses[losses.length - 1] };
}

await answerLines(train);
