import {
  checkOptions,
  ParameterError,
  type Classifier,
  type Estimator,
  type Regressor,
  type Task,
} from "@chimera/algorithms";
import { loadDataset, TRAIN_FILES } from "@chimera/dataset";
import type { RunningNode } from "../http/listen.ts";
import { modelWorkerApp } from "./model-worker-app.ts";
import { serveWorker } from "./serve-worker.ts";

export interface ModelWorkerOptions {
  /** Whether each fit draws n of the n rows with replacement first. Default false. */
  bootstrap?: boolean;
}

/** A worker of distributed bagging: fits its own learner on its own shard, and predicts with it. */
class ModelWorker {
  readonly estimator: Estimator;
  readonly bootstrap: boolean;

  /** @throws ParameterError unless the estimator is one for the task, and the options exist. */
  constructor(task: Task, estimator: Estimator, options: ModelWorkerOptions) {
    const isEstimator = typeof estimator?.fit === "function" && typeof estimator.predict === "function";
    if (!isEstimator || estimator.task !== task) {
      throw new ParameterError(
        "estimator",
        `be a ${task} with fit and predict`,
        estimator?.name ?? estimator,
      );
    }
    checkOptions({ bootstrap: false }, options);
    const { bootstrap = false } = options;
    if (typeof bootstrap !== "boolean") throw new ParameterError("bootstrap", "be true or false", bootstrap);
    this.estimator = estimator;
    this.bootstrap = bootstrap;
  }

  /** Loads `chimera_train_data/<name>` and listens; a fault is printed and ends the process with exit code 1. */
  serve(): Promise<RunningNode> {
    const { estimator, bootstrap } = this;
    return serveWorker((config, logs) => {
      const { columns, X, y } = loadDataset(config.dataDir, estimator.task, TRAIN_FILES, {
        allowMissing: estimator.takesMissing,
      });
      const shard = { name: config.nodeName, estimator, bootstrap, columns, X, y };
      logs.status.info(
        { nSamples: X.nRows, nFeatures: X.nColumns },
        `Loaded ${X.nRows} rows of ${config.dataDir}.`,
      );
      return modelWorkerApp({ shard, logs, maxBodyMegabytes: config.maxBodyMegabytes });
    });
  }
}

/**
 * A worker with any classifier as its weak learner.
 *
 *     new ClassificationWorker(new DecisionTreeClassifier({ maxDepth: 5 }), { bootstrap: true }).serve();
 */
export class ClassificationWorker extends ModelWorker {
  constructor(estimator: Classifier, options: ModelWorkerOptions = {}) {
    super("classifier", estimator, options);
  }
}

/**
 * A worker with any regressor as its weak learner.
 *
 *     new RegressionWorker(new DecisionTreeRegressor({ maxDepth: 5 }), { bootstrap: true }).serve();
 */
export class RegressionWorker extends ModelWorker {
  constructor(estimator: Regressor, options: ModelWorkerOptions = {}) {
    super("regressor", estimator, options);
  }
}
