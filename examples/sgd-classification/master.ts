import { ParameterServerMaster, run } from "chimera-distributed-ml";

// Three classes: log_loss trains one yes-or-no model per class ("one versus all"), all in the same rounds.
const master = new ParameterServerMaster("classifier", {
  loss: "log_loss",
  // Adam gives every parameter its own step size: fewer rounds than plain gradient steps.
  optimizer: "adam",
  learningRate: 0.05,
  maxIter: 100,
  // Each round a worker draws 16 of its rows: that is what makes the gradient *stochastic*. The seed repeats the draws.
  batchSize: 16,
  standardize: true,
  seed: 1,
});

await run(master, 8080);
