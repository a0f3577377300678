import { ClassificationWorker, GaussianNB, Pipeline, StandardScaler } from "chimera-distributed-ml";

// Counts, means and variances of this worker's rows travel; the rows do not.
new ClassificationWorker(new Pipeline([new StandardScaler(), new GaussianNB()])).serve();
