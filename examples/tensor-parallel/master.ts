import { PipelineMaster, run } from "chimera-distributed-ml";
import { options } from "./chimera_workers/_network.ts";

await run(new PipelineMaster("classifier", options), 8080);
