import {
  ParameterError,
  type Classifier,
  type Estimator,
  type Regressor,
  type Task,
} from "@chimera/algorithms";
import { loadDataset, TRAIN_FILES } from "@chimera/dataset";
import { resolveDrawing, type Drawing, type DrawOptions } from "@chimera/distributed";
import type { RunningNode } from "../http/listen.ts";
import { modelWorkerApp } from "./model-worker-app.ts";
import { serveWorker } from "./serve-worker.ts";

/** What each fit draws of the worker's rows and features, and whether it scores its learner on the rest. */
export type ModelWorkerOptions = DrawOptions;

/** A worker with a learner of its own: fits it on its own shard, for distributed bagging or to be merged. */
class ModelWorker {
  readonly estimator: Estimator;
  readonly drawing: Drawing;

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
    this.estimator = estimator;
    this.drawing = resolveDrawing(options);
  }

  /** Loads `chimera_train_data/<name>` and listens; a fault is printed and ends the process with exit code 1. */
  serve(): Promise<RunningNode> {
    const { estimator, drawing } = this;
    return serveWorker((config, logs) => {
      const { columns, X, y, sampleWeight } = loadDataset(config.dataDir, estimator.task, TRAIN_FILES, {
        allowMissing: estimator.takesMissing,
      });
      const shard = { name: config.nodeName, estimator, drawing, columns, X, y, sampleWeight };
      logs.status.info(
        { nSamples: X.nRows, nFeatures: X.nColumns },
        `Loaded ${X.nRows} rows of ${config.dataDir}.`,
      );
      return modelWorkerApp({ shard, logs, maxBodyMegabytes: config.maxBodyMegabytes });
    }, estimator);
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
