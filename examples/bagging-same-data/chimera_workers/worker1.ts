import { ClassificationWorker, DecisionTreeClassifier } from "chimera-distributed-ml";

// Every worker has the same rows. Without bootstrap all trees would be equal, and their mean no better than one of
// them; with it, each worker draws its own sample.
new ClassificationWorker(new DecisionTreeClassifier(), { bootstrap: true }).serve();
