import { dense, type PipelineMasterOptions } from "chimera-distributed-ml";

/** The network and its training: for master.ts, and for one-process.ts, which trains it in one process too. */
export const options = {
  layers: [
    // Two pairs. Each worker holds half of the columns of a pair's first layer, and half of the rows of its second.
    dense(128, { activation: "relu" }),
    dense(32, { activation: "relu" }),

    dense(64, { activation: "relu" }),
    dense(10),
  ],
  stages: 1,
  tensorParallel: 2,
  // One stage has nobody to hand on to, so that a batch need not be cut.
  microBatches: 1,
  batchSize: 64,
  epochs: 20,
  learningRate: "cosine",
  eta0: 4e-3,
  standardize: "jointly",
  // float32 would do. With float64 the scores are the same on every machine, whatever computes its products.
  dtype: "float64",
  seed: 0,
} satisfies PipelineMasterOptions;
