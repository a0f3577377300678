import { ParameterServerMaster, run } from "chimera-distributed-ml";

// y is the target, p what the model says. Too low costs nine times as much as too high: the model shall rather warn once too
// often. The derivative is found by itself; master and workers must be given the same text.
const master = new ParameterServerMaster("regressor", {
  loss: "p < y ? 9 * (y - p)^2 : (p - y)^2",
  optimizer: "adam",
  learningRate: 10,
  maxIter: 150,
  standardize: true,
});

await run(master, 8080);
