import { checkOptions, type Task } from "@chimera/algorithms";
import { loadDataset } from "@chimera/dataset";
import { resolveLoss, type ParameterServerSettings } from "@chimera/distributed";
import type { RunningNode } from "../http/listen.ts";
import { serveWorker } from "./serve-worker.ts";
import { sgdWorkerApp } from "./sgd-worker-app.ts";

export interface SGDWorkerOptions {
  /** The loss it computes; the master must name the same. Default: `log_loss` or `squared_error`, by the task. */
  loss?: ParameterServerSettings["loss"];
}

/**
 * A worker of the parameter server: holds its shard, computes gradients or local epochs on it.
 *
 *     new SGDWorker("classifier", { loss: "log_loss" }).serve();
 */
export class SGDWorker {
  readonly task: Task;
  readonly loss: ParameterServerSettings["loss"];

  /** @throws ParameterError when the loss is not one for the task. */
  constructor(task: Task, options: SGDWorkerOptions = {}) {
    checkOptions({ loss: undefined }, options);
    this.task = task;
    this.loss = resolveLoss(task, options.loss);
  }

  /** Loads `chimera_train_data/<name>` and listens; a fault is printed and ends the process with exit code 1. */
  serve(): Promise<RunningNode> {
    return serveWorker((config, logs) => {
      const { columns, X, y, targetColumn } = loadDataset(config.dataDir, this.task);
      const shard = { name: config.nodeName, task: this.task, loss: this.loss, columns, X, y };
      logs.status.info(
        { nSamples: X.nRows, nFeatures: X.nColumns },
        `Loaded ${X.nRows} rows of ${config.dataDir}.`,
      );
      return sgdWorkerApp({ shard, targetColumn, logs, maxBodyMegabytes: config.maxBodyMegabytes });
    });
  }
}
