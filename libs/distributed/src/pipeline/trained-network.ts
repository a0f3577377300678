import {
  Sequential,
  type DType,
  type Floats,
  type Label,
  type LayerConfig,
  type LayerMaker,
  type Matrix,
  type Scaling,
  type Shape,
  type Weights,
} from "@chimera/algorithms";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { putShard, shardOf } from "../tensor-parallel/index.ts";
import { placeOfPart, workerAt } from "./grid.ts";
import type { TrainingPlan } from "./plan.ts";
import type { Checkpoint } from "./training.ts";
import { floatsOf, inputsOf } from "./training-data.ts";

/** A network that was trained by a pipeline, in one piece: it needs no worker any more. */
export interface TrainedNetwork {
  readonly inputShape: Shape;
  readonly layers: readonly LayerConfig[];
  readonly dtype: DType;
  readonly weights: Weights;
  /** The features, in the order in which the network takes them. */
  readonly columns: readonly string[];
  /** Sorted; `null` for a regressor. */
  readonly classes: readonly Label[] | null;
  readonly loss: string;
  /** How features are scaled before the first layer; `null`: they are not. */
  readonly scaling: Scaling | null;
}

/**
 * Puts the parts of the first replica together, first to last.
 *
 * @throws ParameterError for a layer whose type is not among `layerTypes` (with tensor parallelism).
 */
export function assembleNetwork(
  plan: TrainingPlan,
  { states, scaling }: Pick<Checkpoint, "states" | "scaling">,
  layerTypes: Readonly<Record<string, LayerMaker>>,
): TrainedNetwork {
  const { grid, cut, inputShape, layers, dtype, columns, classes, loss } = plan;
  const network = new Sequential({ inputShape, layers, dtype }, layerTypes);
  const weights = { parameters: network.vector(), statistics: floatsOf(dtype, network.nStatistics) };
  cut.forEach(([from, to], k) => {
    const part = network.slice(from, to);
    const whole = network.weightsOf(part, weights);
    const { stage, chunk } = placeOfPart(grid, k);
    for (let rank = 0; rank < grid.nRanks; rank++) {
      const own = states.get(workerAt(grid, { replica: 0, stage, rank }))![chunk].weights;
      putShard(shardOf(part, rank, grid.nRanks), own.parameters, whole.parameters);
      whole.statistics.set(own.statistics);
    }
  });
  return { inputShape, layers, dtype, weights, columns, classes, loss, scaling };
}

/** What the network says of rows in one process. @param X n × d, its columns named by `columns`. @returns n × outputs */
export function outputsOf(
  model: TrainedNetwork,
  columns: readonly string[],
  X: Matrix,
  layerTypes: Readonly<Record<string, LayerMaker>> = {},
): Floats {
  const { inputShape, layers, dtype, weights, scaling } = model;
  const network = new Sequential({ inputShape, layers, dtype }, layerTypes);
  const rows = inColumnOrder(X, columns, model.columns, "the network");
  return network.predict(weights, inputsOf(rows, scaling ?? undefined, inputShape, dtype)).data;
}
