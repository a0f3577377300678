/** One piece of a worker's work: one micro-batch through one of the parts of the network that it holds. */
export interface Action {
  readonly type: "forward" | "backward";
  /** 0…m − 1 */
  readonly microBatch: number;
  /** Which of the worker's parts, 0…v − 1. Worker s holds the parts s, s + p, s + 2p, … of the network. */
  readonly chunk: number;
}

/**
 * In which order the workers of a pipeline compute in one step, as data. Nobody waits for a clock: a worker does its
 * actions in their order, each as soon as what it needs has come (a forward needs the forward of the part before, a backward
 * that of the part behind, and its own forward).
 */
export interface Schedule {
  readonly name: ScheduleName;
  /** p, workers one behind the other. */
  readonly nStages: number;
  /** v, parts of the network that each worker holds; 1 but for the interleaved schedule. */
  readonly nChunks: number;
  /** m */
  readonly nMicroBatches: number;
  /** The actions of each worker, first to last. Each part sees the forwards of its micro-batches in ascending order, and their backwards. */
  readonly actions: readonly (readonly Action[])[];
}

export type ScheduleName = "naive" | "gpipe" | "1f1b" | "interleaved";
