import { AggregationMaster, GaussianNB, Pipeline, run, StandardScaler } from "chimera-distributed-ml";

// The same learner as the workers have: here their statistics become one model, as if one process had all the rows.
const estimator = new Pipeline([new StandardScaler(), new GaussianNB()]);
await run(new AggregationMaster("classifier", { combine: "merge", estimator }), 8080);
