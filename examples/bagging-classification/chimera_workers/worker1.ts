import { ClassificationWorker, DecisionTreeClassifier } from "chimera-distributed-ml";

// bootstrap: as many rows as the shard has are drawn from it, with replacement, before the fit.
const tree = new DecisionTreeClassifier({ criterion: "entropy" });
new ClassificationWorker(tree, { bootstrap: true }).serve();
