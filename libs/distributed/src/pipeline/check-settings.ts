import {
  checkBoolean,
  checkIntegerAtLeast,
  checkOneOf,
  checkPositive,
  chooseNetworkLoss,
  createOptimizer,
  ParameterError,
} from "@chimera/algorithms";
import { checkParts } from "./cut.ts";
import { SCHEDULE_NAMES } from "./schedules/index.ts";
import type { PipelineSettings } from "./settings.ts";
import { checkStepSizeSettings } from "./step-sizes.ts";

/** @throws ParameterError that names the first option that is out of its range, its rule and the value. */
export function checkSettings(settings: PipelineSettings): void {
  const { learningRate, schedule, chunks, clipNorm, checkpointEvery } = settings;
  checkLayers(settings);
  checkLoss(settings);
  createOptimizer(settings.optimizer, { learningRate, ...settings.optimizerOptions });
  checkOneOf(SCHEDULE_NAMES, "schedule", schedule);
  if (schedule === "interleaved") checkChunks(chunks);
  else if (chunks !== 1)
    throw new ParameterError("chunks", "be left out unless the schedule is interleaved", chunks);
  for (const option of [
    "microBatches",
    "replicas",
    "tensorParallel",
    "batchSize",
    "epochs",
    "roundsPerEpoch",
  ] as const)
    checkIntegerAtLeast(1, option, settings[option]);
  checkStepSizeSettings(settings);
  checkIntegerAtLeast(0, "seed", settings.seed);
  checkBoolean("shuffle", settings.shuffle);
  checkOneOf(["flops", "time"], "balance", settings.balance);
  if (settings.standardize !== "jointly" && typeof settings.standardize !== "boolean")
    throw new ParameterError("standardize", "be true, false or jointly", settings.standardize);
  if (clipNorm !== null) checkPositive("clipNorm", clipNorm);
  if (checkpointEvery !== null) checkIntegerAtLeast(1, "checkpointEvery", checkpointEvery);
  checkStages(settings);
}

/** A message holds 256 tensors, and the state of a part is up to four: parameters, statistics, two of the optimizer. */
const MOST_CHUNKS = 60;

function checkChunks(chunks: number): void {
  checkIntegerAtLeast(2, "chunks", chunks);
  if (chunks > MOST_CHUNKS)
    throw new ParameterError(
      "chunks",
      `be at most ${MOST_CHUNKS}, for their weights travel together`,
      chunks,
    );
}

/** An expression is read when the program starts (`ready`). */
function checkLoss({ task, loss }: PipelineSettings): void {
  if (loss === null) return;
  const ofClasses = ["cross_entropy", "binary_cross_entropy"];
  if (task === "classifier" && !ofClasses.includes(loss))
    throw new ParameterError("loss", `be ${ofClasses.join(" or ")} for a classifier`, loss);
  if (task === "regressor" && ofClasses.includes(loss))
    throw new ParameterError("loss", "be one for numbers, such as squared_error, for a regressor", loss);
  if (/^[a-z_]*$/.test(loss)) chooseNetworkLoss(loss);
}

function checkLayers({ estimator, layers, layerTypes, dtype }: PipelineSettings): void {
  if (estimator === null && (!Array.isArray(layers) || layers.length === 0))
    throw new ParameterError("layers", "be a list of at least one layer", layers);
  if (typeof layerTypes !== "object" || layerTypes === null)
    throw new ParameterError("layerTypes", "be an object of makers of layers by type", layerTypes);
  checkOneOf(["float32", "float64"], "dtype", dtype);
}

function checkStages(settings: PipelineSettings): void {
  checkStagesAlone(settings);
  const { estimator, layers, stages, chunks } = settings;
  if (estimator !== null) return;
  const isList = typeof stages === "object" && stages !== null;
  const nParts = isList ? stages.length : (stages ?? 1) * chunks;
  checkParts(layers.length, stages ?? 1, nParts);
}

function checkStagesAlone({ stages, chunks }: PipelineSettings): void {
  if (stages === null) return;
  if (typeof stages === "number") return checkIntegerAtLeast(1, "stages", stages);
  const isList =
    Array.isArray(stages) &&
    stages.length > 0 &&
    stages.every((length) => Number.isSafeInteger(length) && length >= 1);
  if (!isList)
    throw new ParameterError(
      "stages",
      "be an integer ≥ 1, or a list of integers ≥ 1, the layers of each",
      stages,
    );
  if (stages.length % chunks !== 0)
    throw new ParameterError(
      "stages",
      `have a multiple of ${chunks} entries, one for each part of stages × chunks`,
      stages,
    );
}
