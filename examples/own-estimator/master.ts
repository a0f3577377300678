import { ParameterServerMaster, run } from "chimera-distributed-ml";
import { BoundedRegressor } from "./chimera_workers/_bounded-regressor.ts";

// Not the name of a task, but an estimator of our own: the master asks it for its model, and trains that. The workers
// are given the same estimator; other bounds on one of them would be refused by name before the first round.
const master = new ParameterServerMaster(new BoundedRegressor({ lower: 0, upper: 400 }), {
  optimizer: "adam",
  learningRate: 0.05,
  maxIter: 200,
  standardize: true,
});

await run(master, 8080);
