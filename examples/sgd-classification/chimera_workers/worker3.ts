import { SGDWorker } from "chimera-distributed-ml";

// A worker need not know all classes: the master takes the union over the shards before round 1.
new SGDWorker("classifier", { loss: "log_loss" }).serve();
