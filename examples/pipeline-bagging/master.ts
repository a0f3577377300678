import { AggregationMaster, run } from "chimera-distributed-ml";

// The master knows nothing of what the workers do to their columns: it takes the mean of their class probabilities.
await run(new AggregationMaster("classifier", { seed: 1 }), 8080);
