import { checkOneOf, checkOptions, ParameterError, type LayerMaker, type Task } from "@chimera/algorithms";
import { createHttpClient } from "@chimera/client";
import { loadDataset } from "@chimera/dataset";
import type { RunningNode } from "../http/listen.ts";
import { serveWorker } from "./serve-worker.ts";
import { stageWorkerApp } from "./stage-worker-app.ts";

export interface StageWorkerOptions {
  /** Users' own types of layers, by the `type` of their configs: the same as the master's. */
  layerTypes?: Readonly<Record<string, LayerMaker>>;
}

/**
 * A worker of a pipeline: it holds a copy of the whole data set, and is told by the master which part of the network is
 * its.
 *
 *     new StageWorker("classifier").serve();
 */
export class StageWorker {
  readonly task: Task;
  readonly layerTypes: Readonly<Record<string, LayerMaker>>;

  /** @throws ParameterError that names the option, its rule and the value. */
  constructor(task: Task, options: StageWorkerOptions = {}) {
    checkOneOf(["classifier", "regressor"], "task", task);
    checkOptions({ layerTypes: 0 }, options);
    const { layerTypes = {} } = options;
    if (typeof layerTypes !== "object" || layerTypes === null)
      throw new ParameterError("layerTypes", "be an object of makers of layers by type", layerTypes);
    this.task = task;
    this.layerTypes = layerTypes;
  }

  /** Loads `chimera_train_data/<name>` and listens; a fault is printed and ends the process with exit code 1. */
  serve(): Promise<RunningNode> {
    const { task, layerTypes } = this;
    return serveWorker(({ nodeName: name, dataDir, timeoutSeconds, maxRetries, maxBodyMegabytes }, logs) => {
      const { columns, X, y, sampleWeight } = loadDataset(dataDir, task);
      logs.status.info({ nSamples: X.nRows, nFeatures: X.nColumns }, `Loaded ${X.nRows} rows of ${dataDir}.`);
      const client = createHttpClient({ timeoutSeconds, maxRetries });
      const shard = { name, task, columns, X, y, layerTypes, ...(sampleWeight && { sampleWeight }) };
      return stageWorkerApp({ shard, client, logs, maxBodyMegabytes });
    }, {});
  }
}
