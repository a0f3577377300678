import { dense, type LayerMaker, type Task } from "@chimera/algorithms";
import { ChimeraClient } from "@chimera/client";
import type { Dataset } from "@chimera/dataset";
import {
  fitInOneProcess,
  resolvePipeline,
  type PipelineOptions,
  type TrainedNetwork,
} from "@chimera/distributed";
import { silentLogs, type SilentLogs } from "@chimera/telemetry";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NodeApp } from "../http/node-app.ts";
import { masterApp } from "../masters/master-app.ts";
import { PipelineService } from "../masters/pipeline-service.ts";
import { decodeNetwork } from "../networks/network-file.ts";
import { httpTransport } from "../transport/http-transport.ts";
import { pipelineTransport } from "../transport/pipeline-transport.ts";
import { stageWire } from "../transport/stage-wire.ts";
import { WorkerCalls } from "../transport/worker-calls.ts";
import { stageWorkerApp } from "../workers/stage-worker-app.ts";
import { inProcessClient } from "./in-process-client.ts";
import { MAX_BODY_MB } from "./masters.ts";
import { recordedDataset } from "./recorded.ts";

/** 40 flowers of two classes, four features each. */
export const flowers = recordedDataset("classifier");
export const measured = recordedDataset("regressor");

/** A small network for the flowers, and a short training. */
export const NETWORK = {
  layers: [dense(6, { activation: "tanh" }), dense(5, { activation: "relu" }), dense(2)],
  stages: 3,
  batchSize: 16,
  epochs: 3,
  seed: 4,
} satisfies PipelineOptions;

export interface PipelineUnderTest {
  readonly app: NodeApp;
  readonly service: PipelineService;
  /** By origin. Taking one out is that worker's death; the others see it too. */
  readonly apps: Map<string, NodeApp>;
  /** Of the master. */
  readonly logs: SilentLogs;
  readonly runsDir: string;
  /** The worker is there (again), as it was before any order. */
  start(worker: string, dataset?: Dataset): void;
  /** Called before each request, of the master or of a worker; what it throws is the request's failure. */
  before: (origin: string, path: string) => void;
}

interface Fleet {
  task?: Task;
  workers?: readonly string[];
  dataset?: Dataset;
  layerTypes?: Readonly<Record<string, LayerMaker>>;
}

/** A pipeline's master and its workers as apps in this process, which call each other. Nobody waits for a worker's return. */
export function pipeline(options: PipelineOptions = NETWORK, fleet: Fleet = {}): PipelineUnderTest {
  const { task = "classifier", workers = ["worker1", "worker2", "worker3"], layerTypes = {} } = fleet;
  const { dataset = task === "classifier" ? flowers : measured } = fleet;
  const apps = new Map<string, NodeApp>();
  const inner = inProcessClient(apps);
  const client: typeof inner = {
    ...inner,
    request: async (request) => {
      under.before(request.origin, request.path);
      return inner.request(request);
    },
  };
  const start = (name: string, { columns, X, y }: Dataset = dataset): void => {
    const shard = { name, task, columns, X, y, layerTypes };
    const app = stageWorkerApp({ shard, client, logs: silentLogs(), maxBodyMegabytes: MAX_BODY_MB });
    apps.set(originOf(name), app);
  };
  for (const name of workers) start(name);

  const logs = silentLogs();
  const urls = Object.fromEntries(workers.map((name) => [name, originOf(name)]));
  const calls = new WorkerCalls(
    client,
    workers.map((name) => ({ name, url: urls[name] })),
    logs,
  );
  const runsDir = mkdtempSync(join(tmpdir(), "chimera-runs-"));
  const service = new PipelineService({
    settings: resolvePipeline(task, { layerTypes, ...options }),
    transport: pipelineTransport(httpTransport(calls, stageWire(urls), logs), 0),
    workers,
    logs,
    runsDir,
  });
  const app = masterApp({ service, logs, maxBodyMegabytes: MAX_BODY_MB });
  const under: PipelineUnderTest = { app, service, apps, logs, runsDir, start, before: () => undefined };
  return under;
}

export const originOf = (worker: string): string => `http://${worker}`;

/** What one process learns of the same settings and rows. */
export function inOneProcess(options: PipelineOptions, task: Task, dataset: Dataset): TrainedNetwork {
  return fitInOneProcess(resolvePipeline(task, options), dataset).model;
}

/** A JSON request, or one without a body. */
export async function post(app: NodeApp, path: string, body?: unknown) {
  const response = await app.request(path, {
    method: "POST",
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as { message?: string } & Record<string, unknown>;
  return { status: response.status, json };
}
/** All rows of a data set as a body of `predict`. */
export const rowsOf = ({ columns, X }: Dataset): object => ({
  X_pred_columns: columns,
  X_pred_rows: Array.from({ length: X.nRows }, (_, i) => [
    ...X.data.subarray(i * X.nColumns, (i + 1) * X.nColumns),
  ]),
});
/** A user's client of a master in this process. */
export const clientOf = (app: NodeApp) =>
  new ChimeraClient("http://master", { http: inProcessClient(new Map([["http://master", app]])) });
export const weightsIn = (file: Uint8Array) => decodeNetwork(file).weights;
