import { ParameterServerMaster, run } from "chimera-distributed-ml";

// The other mode of the parameter server: in every round each worker runs two epochs of SGD on its own rows, from the
// master's parameters, and the master averages the updates. Fewer rounds, and so fewer messages, than one gradient
// per round; but when the shards differ, the average is not exactly the best model of all rows.
const master = new ParameterServerMaster("regressor", {
  loss: "squared_error",
  mode: "local-epochs",
  epochs: 2,
  learningRate: 0.001,
  maxIter: 30,
  standardize: true,
});

await run(master, 8080);
