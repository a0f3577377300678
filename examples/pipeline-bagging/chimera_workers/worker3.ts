import {
  ClassificationWorker,
  DecisionTreeClassifier,
  Pipeline,
  SimpleImputer,
  StandardScaler,
} from "chimera-distributed-ml";

// Medians to fill holes with, and means and deviations to scale by, are those of this worker's rows.
const model = new Pipeline([
  new SimpleImputer({ strategy: "median" }),
  new StandardScaler(),
  new DecisionTreeClassifier({ maxDepth: 4 }),
]);
new ClassificationWorker(model).serve();
