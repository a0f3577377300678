import {
  activation,
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  maxPool2d,
  type PipelineMasterOptions,
} from "chimera-distributed-ml";

/** Finds so many features in each place of an image, then halves its height and its width. */
const block = (nFeatures: number) => [
  conv2d(nFeatures, 3, { padding: "same" }),
  batchNorm(),
  activation("relu"),
  maxPool2d(2),
];

/** The network and its training: for master.ts, and for five-seeds.ts, which needs no workers. */
export const options = {
  inputShape: [8, 8, 1],
  layers: [
    ...block(16), // 8 × 8 × 1 → 4 × 4 × 16
    ...block(32), // → 2 × 2 × 32
    flatten(),
    dropout(0.3),
    dense(64, { activation: "relu" }),
    dense(10),
  ],
  // The first block is the first stage, the other eight layers are the second.
  stages: [4, 8],
  microBatches: 4,
  batchSize: 64,
  epochs: 15,
  learningRate: 3e-3,
  standardize: "jointly",
  // float32 would do. With float64 the scores are the same on every machine, whatever computes its products.
  dtype: "float64",
  seed: 0,
} satisfies PipelineMasterOptions;
