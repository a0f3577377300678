import { SGDWorker } from "chimera-distributed-ml";

new SGDWorker("regressor", { loss: "squared_error" }).serve();
