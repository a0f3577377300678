import { StageWorker } from "chimera-distributed-ml";

new StageWorker("classifier").serve();
