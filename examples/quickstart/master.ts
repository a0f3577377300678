import { ParameterServerMaster, run } from "chimera-distributed-ml";

// The master holds the parameters of one logistic regression. In every round each worker computes the gradient on its
// own rows; the master takes their mean, weighted by rows, and makes one step. Rows never leave their worker.
const master = new ParameterServerMaster("classifier", {
  loss: "log_loss",
  maxIter: 200,
  learningRate: 0.5,
  // The features range from 0.01 to 4000: without a common scale one step size cannot fit them all.
  standardize: true,
});

await run(master, 8080);
