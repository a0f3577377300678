import { AggregationMaster, run } from "chimera-distributed-ml";

// Every worker fits a tree of its own; a prediction is the mean of their class probabilities. The seed reaches every
// worker, mixed with the worker's name: their bootstraps differ, and a second fit gives the same trees again.
await run(new AggregationMaster("classifier", { seed: 1 }), 8080);
