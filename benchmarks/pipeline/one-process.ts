/** A process that trains the benchmark's network alone, with the kernels that a stage takes: a line of JSON per order. */
import { kernels, sortedClasses, useKernels, withBlockedGemm } from "@chimera/algorithms";
import { loadDataset } from "@chimera/dataset";
import { planFor, resolvePipeline, trainInOneProcess } from "@chimera/distributed";
import { chooseKernels, type WantedKernels } from "@chimera/kernels";
import { answerLines, timed } from "../processes/answer-lines.ts";
import { BALANCED, type TrainAnswer, type TrainOrder } from "./orders.ts";

const chosen = await chooseKernels((process.env.CHIMERA_KERNELS ?? "auto") as WantedKernels);
useKernels(withBlockedGemm(chosen.kernels));

/** The same micro-batches, on one stage. */
function train({ dataDir }: TrainOrder): TrainAnswer {
  const { columns, X, y } = loadDataset(dataDir, "classifier");
  const settings = resolvePipeline("classifier", { ...BALANCED, stages: 1 });
  const grid = { nReplicas: 1, nStages: 1, nRanks: 1, workers: ["alone"] };
  const facts = { columns, classes: sortedClasses(y), nRows: X.nRows, fingerprint: "" };
  const plan = planFor(settings, { grid, ...facts });
  const [seconds, { losses }] = timed(() => trainInOneProcess(plan, X, y, settings.epochs));
  return { kernel: kernels().name, seconds, loss: losses[losses.length - 1] };
}

await answerLines(train);
