import { dense, PipelineMaster, run } from "chimera-distributed-ml";

const master = new PipelineMaster("classifier", {
  layers: [dense(128, { activation: "relu" }), dense(64, { activation: "relu" }), dense(10)],
  stages: 3,
  schedule: "1f1b",
  microBatches: 4,
  batchSize: 64,
  epochs: 30,
  learningRate: 2e-3,
  standardize: "jointly",
  seed: 0,
});

await run(master, 8080);
