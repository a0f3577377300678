import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  type Estimator,
  type Task,
} from "@chimera/algorithms";
import { conduct } from "../coordinator/conduct.ts";
import type { Transport } from "../coordinator/coordinator.ts";
import { inProcessTransport } from "../in-process/transport.ts";
import { withFaults, type Fault } from "../testing/faults.ts";
import type { MadeData } from "../testing/made-data.ts";
import { resolveDrawing, type DrawOptions } from "./draw-options.ts";
import { aggregationFitCoordinator, type AggregationOutcome } from "./fit-coordinator.ts";
import type { AggregationAnswer, AggregationOrder } from "./messages.ts";
import { aggregationParticipant } from "./participant.ts";
import { aggregationPredictCoordinator, type EnsemblePrediction } from "./predict-coordinator.ts";
import { resolveEnsemble, type EnsembleOptions } from "./settings.ts";

/** A small tree for the task. */
export const learner = (task: Task) =>
  task === "classifier"
    ? new DecisionTreeClassifier({ maxDepth: 4 })
    : new DecisionTreeRegressor({ maxDepth: 4 });

/** Workers in this process, and what the master does with them. */
export function ensembleOf(
  task: Task,
  shards: readonly (MadeData & { sampleWeight?: number[] })[],
  draws: DrawOptions = {},
  faults: Fault[] = [],
  options: EnsembleOptions = {},
  makeLearner: (task: Task) => Estimator = learner,
) {
  const workers = shards.map((_, k) => `worker${k + 1}`);
  const participants = new Map(
    shards.map((shard, k) => [
      workers[k],
      aggregationParticipant({
        name: workers[k],
        estimator: makeLearner(task),
        drawing: resolveDrawing(draws),
        ...shard,
      }),
    ]),
  );
  const transport: Transport<AggregationOrder, AggregationAnswer> = withFaults(
    inProcessTransport(participants),
    faults,
  );
  const now = (): number => 0;
  return {
    async fit(seed = 0): Promise<AggregationOutcome> {
      const coordinator = aggregationFitCoordinator({
        ...resolveEnsemble(task, { ...options, seed }),
        fitId: `fit-${seed}`,
        workers,
      });
      return (await conduct(coordinator, transport, { now })).outcome;
    },
    async predict({ ensemble }: AggregationOutcome, { columns, X }: MadeData): Promise<EnsemblePrediction> {
      const coordinator = aggregationPredictCoordinator(ensemble, columns, X);
      return (await conduct(coordinator, transport, { now })).outcome;
    },
  };
}
