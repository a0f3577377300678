import { dense, type PipelineMasterOptions } from "chimera-distributed-ml";

/** The network and its training: for master.ts, and for the programs that train it in one process. */
export const options = {
  layers: [dense(128, { activation: "relu" }), dense(64, { activation: "relu" }), dense(10)],
  stages: 3,
  schedule: "1f1b",
  microBatches: 4,
  batchSize: 64,
  epochs: 30,
  learningRate: 2e-3,
  standardize: "jointly",
  seed: 0,
} satisfies PipelineMasterOptions;
