import { ParameterError, type Label } from "@chimera/algorithms";
import { agreeOnClasses, agreeOnColumns, requireSame } from "../coordinator/agreement.ts";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import { requirePair } from "../tensor-parallel/index.ts";
import { smallestBatch } from "./batches.ts";
import { cutNetwork } from "./cut.ts";
import type { Grid } from "./grid.ts";
import type { StageDescription } from "./messages.ts";
import { lossOf, networkFor, type TrainingPlan } from "./plan.ts";
import { stagesWanted, type PipelineSettings } from "./settings.ts";
import { stepSizesFor } from "./step-sizes.ts";
import { pipelineSchedule } from "./schedules/index.ts";

type Descriptions = readonly (readonly [WorkerName, StageDescription])[];

/** What the master and all workers have in common. */
export interface PipelineAgreement {
  readonly grid: Grid;
  readonly columns: string[];
  readonly classes: Label[] | null;
  readonly nRows: number;
  /** Of the data set. */
  readonly fingerprint: string;
}

/**
 * The workers in their places.
 *
 * @throws CoordinationError unless there are as many workers as R × P × T.
 */
export function gridFor(settings: PipelineSettings, workers: readonly WorkerName[]): Grid {
  const { replicas: R, tensorParallel: T } = settings;
  const P = stagesWanted(settings) ?? Math.floor(workers.length / (R * T));
  if (P >= 1 && R * P * T === workers.length) return { nReplicas: R, nStages: P, nRanks: T, workers };
  const isOpen = stagesWanted(settings) === null;
  const needed = isOpen ? `a multiple of ${R * T} workers` : counted(R * P * T, "worker");
  const factors = [counted(R, "replica"), isOpen ? "their stages" : counted(P, "stage"), counted(T, "rank")];
  throw new CoordinationError(
    "disagreement",
    `The pipeline needs ${needed} (${factors.join(" × ")}), got ${workers.length} (${workers.join(", ")}): ` +
      "change replicas, stages or tensorParallel, or the number of workers.",
  );
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** @throws CoordinationError that names the worker which does not fit, ParameterError that names the layer or option. */
export function agreeOnData(
  settings: PipelineSettings,
  descriptions: Descriptions,
  grid: Grid,
): PipelineAgreement {
  const { task, batchSize, replicas, microBatches, seed, shuffle } = settings;
  const fault = faultOfAddresses(descriptions);
  if (fault !== undefined) throw new CoordinationError("disagreement", fault);
  requireSame(descriptions, "task", task, (description) => description.task);
  const columns = agreeOnColumns(descriptions) as string[];
  const [[reference, { nSamples: nRows, fingerprint }]] = descriptions;
  const other = descriptions.find(([, description]) => description.fingerprint !== fingerprint);
  if (other) throw otherRows(reference, nRows, ...other);
  const batches = { nRows, batchSize, seed, shuffle };
  if (nRows === 0 || smallestBatch(batches) < replicas * microBatches) {
    const rule = `be at most the rows of a batch (${nRows === 0 ? 0 : smallestBatch(batches)} of ${nRows} rows with batchSize ${batchSize}), for all replicas together`;
    throw new ParameterError("microBatches", rule, replicas * microBatches);
  }
  return { grid, columns, classes: agreeOnClasses(task, descriptions), nRows, fingerprint };
}

/** Workers send to each other by name: at another's address one would wait for what goes elsewhere. */
export function faultOfAddresses(descriptions: Descriptions): string | undefined {
  const other = descriptions.find(([worker, { name }]) => name !== worker);
  if (other === undefined) return undefined;
  const [worker, { name }] = other;
  return `At the address of ${worker} answers ${name}: list the workers' addresses in the order of their names.`;
}

function otherRows(
  reference: string,
  nRows: number,
  worker: string,
  { nSamples }: StageDescription,
): CoordinationError {
  const how =
    nSamples === nRows
      ? `${nRows} rows, but others or in another order`
      : `${nSamples} rows instead of ${nRows}`;
  return new CoordinationError(
    "disagreement",
    `The data set of ${worker} is not that of ${reference} (${how}): the stages of a network need copies of the same files.`,
  );
}

/** @param costs measured times of the layers, if they were. @throws ParameterError, DataError that name the layer or option. */
export function planFor(
  settings: PipelineSettings,
  { grid, columns, classes, nRows }: PipelineAgreement,
  costs?: readonly number[],
): TrainingPlan {
  const network = networkFor(settings, columns.length, classes);
  const { schedule, chunks, microBatches, stages } = settings;
  pipelineSchedule(schedule, { nStages: grid.nStages, nMicroBatches: microBatches, nChunks: chunks });
  const nParts = grid.nStages * chunks;
  const cut = cutNetwork(network, Array.isArray(stages) ? stages : grid.nStages, nParts, costs);
  const layers = network.layers.map(({ config }) => config);
  if (grid.nRanks > 1) for (const part of cut) requirePair(layers, part, grid.nRanks);
  return {
    inputShape: network.inputShape,
    layers,
    dtype: network.dtype,
    cut,
    grid,
    schedule,
    chunks,
    microBatches,
    batchSize: settings.batchSize,
    shuffle: settings.shuffle,
    roundsPerEpoch: settings.roundsPerEpoch,
    loss: lossOf(settings, network, classes),
    optimizer: settings.optimizer,
    optimizerOptions: settings.optimizerOptions,
    stepSizes: stepSizesFor(settings, nRows),
    clipNorm: settings.clipNorm,
    standardize: settings.standardize,
    seed: settings.seed,
    columns,
    classes,
  };
}
