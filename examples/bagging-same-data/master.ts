import { AggregationMaster, run } from "chimera-distributed-ml";

await run(new AggregationMaster("classifier", { seed: 1 }), 8080);
