import { checkOptions, type Task } from "@chimera/algorithms";
import { modelSourceOf, type GradientEstimator, type ModelSource } from "@chimera/distributed";
import type { RunningNode } from "../http/listen.ts";
import { loadShard } from "./load-shard.ts";
import { serveWorker } from "./serve-worker.ts";
import { sgdWorkerApp } from "./sgd-worker-app.ts";

export interface SGDWorkerOptions {
  /**
   * The loss of the linear model, by name or as an expression in y and p; the master must give the same. What else there
   * is to say of it (`lossEpsilon`, `quantile`) the master says. Default: `log_loss` or `squared_error`, by the task. An
   * estimator has its own: leave it out.
   */
  loss?: string;
}

/**
 * A worker of the parameter server: holds its shard, computes gradients or local epochs on it. It must be given what
 * its master is given: a task for the linear model, or an estimator of the same name and parameters.
 *
 *     new SGDWorker("classifier", { loss: "log_loss" }).serve();
 *     new SGDWorker(new MyRegressor()).serve();
 */
export class SGDWorker {
  readonly source: ModelSource;

  /** @throws ParameterError when the loss is not one for the task; when the estimator lacks a method, by name. */
  constructor(taskOrEstimator: Task | GradientEstimator, options: SGDWorkerOptions = {}) {
    checkOptions({ loss: undefined }, options);
    this.source = modelSourceOf(taskOrEstimator, options.loss);
  }

  /** Loads `chimera_train_data/<name>` and listens; a fault is printed and ends the process with exit code 1. */
  serve(): Promise<RunningNode> {
    return serveWorker((config, logs) => {
      const { shard, targetColumn } = loadShard(config.dataDir, config.nodeName, this.source);
      const { nRows, nColumns } = shard.features;
      logs.status.info(
        { nSamples: nRows, nFeatures: nColumns, weighted: shard.sampleWeight !== undefined },
        `Loaded ${nRows} rows of ${config.dataDir}.`,
      );
      return sgdWorkerApp({ shard, targetColumn, logs, maxBodyMegabytes: config.maxBodyMegabytes });
    }, this.source);
  }
}
