import type { DType, Label, LayerConfig, Matrix, Scaling, Shape, Task, Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { PartState } from "./part.ts";
import type { TrainingPlan } from "./plan.ts";
import type { ActionRecord } from "./timeline.ts";

/** What a pipeline's master asks its workers. Every order is safe to repeat. */
export type PipelineOrder =
  /** @param wait whether the worker may be starting: it is asked until it answers, for a while. */
  | { type: "describe"; wait?: boolean }
  /** How long each layer takes, forward and backward, on a batch of so many examples. */
  | {
      type: "measure";
      inputShape: Shape;
      layers: readonly LayerConfig[];
      dtype: DType;
      nExamples: number;
    }
  | PrepareStageOrder
  | TrainOrder
  /** Ends what the worker does for this run: others are gone. */
  | { type: "abandon"; runId: string; reason: string }
  | PredictOrder;

/** Builds the worker's parts. It forgets the run before. */
export interface PrepareStageOrder {
  type: "prepare";
  /** Names this training, or this part of one after a worker's return. */
  runId: string;
  plan: TrainingPlan;
  /** The state of each of this worker's parts to go on from; default: the start, which follows from the seed. */
  states?: readonly PartState[];
}

/** Does the steps [from, to), together with all other workers. */
export interface TrainOrder {
  type: "train";
  runId: string;
  /** 1, 2, … */
  round: number;
  from: number;
  to: number;
  /** Whether the answer shall carry the worker's weights. */
  keep: boolean;
}

/** Takes rows through the stages of the first replica. */
export interface PredictOrder {
  type: "predict";
  runId: string;
  /** Names this prediction. */
  id: string;
  nRows: number;
  /** n × d, in the plan's order of columns: for the worker with the first part alone. */
  X?: Matrix;
}

export type PipelineAnswer =
  | StageDescription
  | { type: "times"; milliseconds: number[] }
  | { type: "prepared" }
  | TrainedAnswer
  /** @param what e.g. `the loss became NaN`. */
  | { type: "diverged"; step: number; what: string }
  | { type: "abandoned" }
  /** The network's answers, of the worker with the last part alone. */
  | { type: "outputs"; outputs?: Tensor };

/** What a worker says of itself and its copy of the data set before the training. */
export interface StageDescription {
  type: "description";
  /** The worker's own: what answers at its address may be another. */
  name: WorkerName;
  task: Task;
  columns: string[];
  nSamples: number;
  /** Sorted; `null` for a regressor. */
  classes: Label[] | null;
  /** Of rows, labels and their order: equal for equal copies. */
  fingerprint: string;
  kernel: string;
}

export interface TrainedAnswer {
  type: "trained";
  /** Σ over the round's steps of rows × mean loss before the update, of this replica; `null` unless it has the last part. */
  loss: number | null;
  /** Rows of the round's batches, over all replicas. */
  nRows: number;
  /** ‖step‖² of its parts in the last update. */
  squaredUpdate: number;
  /** Of the weights: replicas of a stage have the same. */
  fingerprint: string;
  records: ActionRecord[];
  /** Of each part, when the order said `keep`. */
  states?: PartState[];
  /** How the features are scaled: with the states, of the workers with the first part, if they are scaled. */
  scaling?: Scaling;
}
