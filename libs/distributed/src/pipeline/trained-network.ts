import {
  Sequential,
  type Floats,
  type Label,
  type LayerConfig,
  type LayerMaker,
  type Matrix,
  type Scaling,
  type Shape,
  type Weights,
} from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { workerAt } from "./grid.ts";
import type { PartState } from "./part.ts";
import type { TrainingPlan } from "./plan.ts";
import { floatsOf, inputsOf } from "./training-data.ts";

/** A network that was trained by a pipeline, in one piece: it needs no worker any more. */
export interface TrainedNetwork {
  readonly inputShape: Shape;
  readonly layers: readonly LayerConfig[];
  readonly dtype: "float32" | "float64";
  readonly weights: Weights;
  /** The features, in the order in which the network takes them. */
  readonly columns: readonly string[];
  /** Sorted; `null` for a regressor. */
  readonly classes: readonly Label[] | null;
  readonly loss: string;
  /** How features are scaled before the first layer; `null`: they are not. */
  readonly scaling: Scaling | null;
}

/** Puts the parts of the first replica together, first to last. */
export function assembleNetwork(
  plan: TrainingPlan,
  states: ReadonlyMap<WorkerName, readonly PartState[]>,
  scaling: Scaling | null,
): TrainedNetwork {
  const { grid, cut, inputShape, layers, dtype, columns, classes, loss } = plan;
  const weights = cut.map((_, k) => {
    const worker = workerAt(grid, { replica: 0, stage: k % grid.nStages, rank: 0 });
    return states.get(worker)![Math.floor(k / grid.nStages)].weights;
  });
  const joined = (kind: keyof Weights): Floats => {
    const vectors = weights.map((part) => part[kind]);
    const all = floatsOf(
      dtype,
      vectors.reduce((sum, { length }) => sum + length, 0),
    );
    let at = 0;
    for (const vector of vectors) {
      all.set(vector, at);
      at += vector.length;
    }
    return all;
  };
  const whole = { parameters: joined("parameters"), statistics: joined("statistics") };
  return { inputShape, layers, dtype, weights: whole, columns, classes, loss, scaling };
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
