import { dense, PipelineMaster, run } from "chimera-distributed-ml";

const master = new PipelineMaster("classifier", {
  layers: [dense(128, { activation: "relu" }), dense(64, { activation: "relu" }), dense(10)],
  // Two copies of the network, each cut in two: workers 1 and 2 hold the first, workers 3 and 4 the second.
  replicas: 2,
  stages: 2,
  // Of each replica: a batch of 64 rows is cut into 2 × 2 micro-batches.
  microBatches: 2,
  batchSize: 64,
  epochs: 20,
  learningRate: "cosine",
  eta0: 4e-3,
  standardize: "jointly",
  // float32 would do. With float64 the scores are the same on every machine, whatever computes its products.
  dtype: "float64",
  seed: 0,
});

await run(master, 8080);
