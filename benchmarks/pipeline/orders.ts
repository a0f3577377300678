import { dense, type LayerConfig } from "@chimera/algorithms";
import type { PipelineOptions } from "@chimera/distributed";

/** Rows of the data set, so many micro-batches of 256: the last stage has as much to compute as the first, but for 10 columns. */
export const N_ROWS = 4096;
export const N_FEATURES = 512;

const WIDTH = 1024;
const layer = (): LayerConfig => dense(WIDTH, { activation: "relu" });

/** A network that is cut in two halves of nearly equal FLOPs, 8 micro-batches of 256 rows. */
export const BALANCED = {
  layers: [layer(), layer(), layer(), layer(), dense(2)],
  microBatches: 8,
  batchSize: 2048,
  epochs: 4,
  optimizer: "sgd",
  learningRate: 1e-3,
  seed: 0,
} satisfies PipelineOptions;

/** Train the network of BALANCED on the shard in this folder. */
export interface TrainOrder {
  dataDir: string;
}

export interface TrainAnswer {
  /** Name of the numeric kernel. */
  kernel: string;
  /** Of the whole training, data already read. */
  seconds: number;
  /** Mean of the last epoch. */
  loss: number;
}
