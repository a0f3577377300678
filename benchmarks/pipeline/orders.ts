import { dense, type LayerConfig } from "@chimera/algorithms";
import type { PipelineOptions } from "@chimera/distributed";

export const N_ROWS = 4096;
/**
 * Stage 0 has no ∂L/∂X to compute, so that, with F FLOPs of a 1024 × 1024 product, its two layers take
 * (1.5 + 1) F forward and (1.5 + 2) F backward, and those of stage 1 take 2 F and 4 F: 6 F each.
 */
export const N_FEATURES = 1536;
const WIDTH = 1024;
const layer = (): LayerConfig => dense(WIDTH, { activation: "relu" });

/** A network that is cut in two halves of equal FLOPs, but for 2 columns of the last, and 8 micro-batches of 256 rows. */
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
