import { DecisionTreeRegressor, RegressionWorker } from "chimera-distributed-ml";

// Workers may have different learners: here the trees grow to depths 2, 3 and 4.
new RegressionWorker(new DecisionTreeRegressor({ maxDepth: 4, minSamplesLeaf: 5 })).serve();
