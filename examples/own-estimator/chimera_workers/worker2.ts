import { SGDWorker } from "chimera-distributed-ml";
import { BoundedRegressor } from "./_bounded-regressor.ts";

new SGDWorker(new BoundedRegressor({ lower: 0, upper: 400 })).serve();
