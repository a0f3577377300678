import type { Estimator, Task } from "@chimera/algorithms";
import {
  modelSourceOf,
  resolveEnsemble,
  resolveSettings,
  type EnsembleOptions,
  type GradientEstimator,
  type ParameterServerOptions,
} from "@chimera/distributed";
import type { VectorDtype } from "@chimera/protocol";
import { silentLogs } from "@chimera/telemetry";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AggregationService } from "../masters/aggregation-service.ts";
import { masterApp } from "../masters/master-app.ts";
import { MergeService } from "../masters/merge-service.ts";
import { ParameterServerService } from "../masters/parameter-server-service.ts";
import { httpTransport } from "../transport/http-transport.ts";
import { mergeWire } from "../transport/merge-wire.ts";
import { modelWire } from "../transport/model-wire.ts";
import { sgdWire } from "../transport/sgd-wire.ts";
import { WorkerCalls } from "../transport/worker-calls.ts";
import type { NodeApp } from "../http/node-app.ts";
import { inProcessClient } from "./in-process-client.ts";

export const MAX_BODY_MB = 1;

/** A master over workers that are apps in this process; taking an app out of `apps` is that worker's death. */
function parts(workers: Record<string, NodeApp>) {
  const logs = silentLogs();
  const names = Object.keys(workers);
  const apps = new Map(names.map((name) => [`http://${name}`, workers[name]]));
  const addresses = names.map((name) => ({ name, url: `http://${name}` }));
  const calls = new WorkerCalls(inProcessClient(apps), addresses, logs);
  const runsDir = mkdtempSync(join(tmpdir(), "chimera-runs-"));
  return { logs, apps, calls, workers: names, runsDir };
}

export function parameterServer(
  taskOrEstimator: Task | GradientEstimator,
  workers: Record<string, NodeApp>,
  options: ParameterServerOptions = {},
  wireDtype?: VectorDtype,
) {
  const { apps, calls, ...rest } = parts(workers);
  const source = modelSourceOf(taskOrEstimator);
  const transport = httpTransport(calls, sgdWire(source.task, wireDtype), rest.logs);
  const service = new ParameterServerService({
    settings: resolveSettings(taskOrEstimator, options),
    source,
    transport,
    ...rest,
  });
  const app = masterApp({ service, logs: rest.logs, maxBodyMegabytes: MAX_BODY_MB });
  return { app, service, apps, logs: rest.logs, runsDir: rest.runsDir };
}

export function aggregation(task: Task, workers: Record<string, NodeApp>, options: EnsembleOptions = {}) {
  const { apps, calls, ...rest } = parts(workers);
  const transport = httpTransport(calls, modelWire(task), rest.logs);
  const service = new AggregationService({ settings: resolveEnsemble(task, options), transport, ...rest });
  const app = masterApp({ service, logs: rest.logs, maxBodyMegabytes: MAX_BODY_MB });
  return { app, service, apps, logs: rest.logs, runsDir: rest.runsDir };
}

export function merging(task: Task, workers: Record<string, NodeApp>, estimator: Estimator) {
  const { apps, calls, ...rest } = parts(workers);
  const transport = httpTransport(calls, mergeWire, rest.logs);
  const service = new MergeService({ settings: { task, seed: 0 }, estimator, transport, ...rest });
  const app = masterApp({ service, logs: rest.logs, maxBodyMegabytes: MAX_BODY_MB });
  return { app, service, apps, logs: rest.logs, runsDir: rest.runsDir };
}
