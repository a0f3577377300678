import { SGDWorker } from "chimera-distributed-ml";

new SGDWorker("regressor", { loss: "p < y ? 9 * (y - p)^2 : (p - y)^2" }).serve();
