import { agreeOnData, planFor } from "./agreement.ts";
import { describeShard, type StageShard } from "./stage-shard.ts";
import { trainInOneProcess } from "./serial.ts";
import type { PipelineSettings } from "./settings.ts";
import { scalingFor } from "./training-data.ts";
import type { TrainedNetwork } from "./trained-network.ts";

/** What one process learnt. */
export interface OneProcessFit {
  readonly model: TrainedNetwork;
  /** Mean loss of every epoch, before the updates. */
  readonly losses: readonly number[];
}

/**
 * The fit of a pipeline without workers: the network that they learn, bit for bit when they have the same kernels. Stages and
 * schedule do not matter; R replicas are trained one after the other, since the order of sums is theirs. Against T > 1 ranks
 * weights differ by the order of sums.
 *
 * @param shard what every worker has a copy of.
 * @throws ParameterError, DataError, CoordinationError for what the data do not allow, as the master tells it.
 */
export function fitInOneProcess(
  given: PipelineSettings,
  { columns, X, y, sampleWeight }: Omit<StageShard, "name" | "task" | "layerTypes">,
): OneProcessFit {
  const settings = { ...given, stages: 1, chunks: 1, schedule: "naive", tensorParallel: 1 } as const;
  const { task, layerTypes, replicas, epochs, standardize } = settings;
  const grid = { nReplicas: replicas, nStages: 1, nRanks: 1, workers: [] };
  const name = "This process";
  const description = describeShard({ name, task, columns, X, y });
  const plan = planFor(settings, agreeOnData(settings, [[name, description]], grid));
  const { weights, losses } = trainInOneProcess(plan, X, y, epochs, {
    layerTypes,
    ...(sampleWeight && { sampleWeight }),
  });
  const { inputShape, layers, dtype, classes, loss } = plan;
  const scaling = scalingFor(X, standardize) ?? null;
  return { model: { inputShape, layers, dtype, weights, columns, classes, loss, scaling }, losses };
}
