import type { Task } from "@chimera/algorithms";
import { conduct } from "../coordinator/conduct.ts";
import type { RunEvent, Transport, WorkerName } from "../coordinator/coordinator.ts";
import { inProcessTransport } from "../in-process/transport.ts";
import type { MadeData } from "../testing/made-data.ts";
import { withFaults, type Fault } from "../testing/faults.ts";
import { parameterServerCoordinator, type ParameterServerOutcome } from "./coordinator.ts";
import type { ParameterServerAnswer, ParameterServerOrder } from "./messages.ts";
import { modelSourceOf, type GradientEstimator } from "./model-source.ts";
import { parameterServerParticipant } from "./participant.ts";
import { ShardFeatures } from "./shard-features.ts";
import { resolveSettings, type ParameterServerOptions } from "./settings.ts";
import type { TrainedModel } from "./trained-model.ts";

type Fleet = Transport<ParameterServerOrder, ParameterServerAnswer>;

/** A shard with weights of its rows. */
export type WeightedData = MadeData & { sampleWeight?: Float64Array };

/** Workers worker1…workerK in this process, one per shard. */
export function fleetOf(
  taskOrEstimator: Task | GradientEstimator,
  shards: readonly WeightedData[],
  loss?: string,
): { workers: WorkerName[]; transport: Fleet } {
  const source = modelSourceOf(taskOrEstimator, loss);
  const workers = shards.map((_, k) => `worker${k + 1}`);
  const participants = shards.map(({ X, ...shard }, k) =>
    parameterServerParticipant({ name: workers[k], source, features: new ShardFeatures(X), ...shard }),
  );
  return {
    workers,
    transport: inProcessTransport(new Map(workers.map((name, k) => [name, participants[k]]))),
  };
}

export interface TrainOptions extends ParameterServerOptions {
  faults?: Fault[];
  warmStart?: TrainedModel;
  transport?: Fleet;
  onEvent?: (event: RunEvent) => void;
}

/** One fit over the shards, in this process. */
export async function train(
  taskOrEstimator: Task | GradientEstimator,
  shards: readonly WeightedData[],
  { faults = [], warmStart, transport, onEvent, ...options }: TrainOptions = {},
): Promise<ParameterServerOutcome> {
  const fleet = fleetOf(taskOrEstimator, shards, options.loss);
  const coordinator = parameterServerCoordinator(resolveSettings(taskOrEstimator, options), {
    fitId: "fit-1",
    workers: fleet.workers,
    source: modelSourceOf(taskOrEstimator, options.loss),
    ...(warmStart && { warmStart }),
  });
  const { outcome } = await conduct(coordinator, withFaults(transport ?? fleet.transport, faults), {
    now: () => 0,
    ...(onEvent && { onEvent }),
  });
  return outcome;
}

/** ‖a − b‖ / ‖b‖ */
export function relativeDifference(a: Float64Array, b: Float64Array): number {
  let difference = 0;
  let norm = 0;
  for (let j = 0; j < b.length; j++) {
    difference += (a[j] - b[j]) ** 2;
    norm += b[j] ** 2;
  }
  return Math.sqrt(difference / norm);
}
