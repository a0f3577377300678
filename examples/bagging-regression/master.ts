import { AggregationMaster, run } from "chimera-distributed-ml";

// The prediction is the mean of what the workers' trees predict.
await run(new AggregationMaster("regressor"), 8080);
