import { SGDWorker } from "chimera-distributed-ml";

// Trains on chimera_train_data/<name of this file>. Task and loss must be those of the master.
new SGDWorker("classifier", { loss: "log_loss" }).serve();
