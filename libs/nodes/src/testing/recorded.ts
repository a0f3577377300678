import type { Estimator, Task } from "@chimera/algorithms";
import { loadDataset, type Dataset } from "@chimera/dataset";
import {
  modelSourceOf,
  resolveDrawing,
  ShardFeatures,
  type DrawOptions,
  type GradientEstimator,
} from "@chimera/distributed";
import { silentLogs } from "@chimera/telemetry";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NodeApp } from "../http/node-app.ts";
import { modelWorkerApp } from "../workers/model-worker-app.ts";
import { sgdWorkerApp } from "../workers/sgd-worker-app.ts";
import { MAX_BODY_MB } from "./masters.ts";

/** One exchange recorded from a node of chimera 0.1. */
export interface Exchange {
  node: "sgd worker" | "model worker" | "parameter server master" | "aggregation master";
  note?: string;
  request: { method: "GET" | "POST"; path: string; body: unknown };
  response: { status: number; body: Record<string, unknown> };
}

interface Recording {
  X_train: string;
  y_train: string;
  exchanges: Exchange[];
}

const file = new URL("../../../protocol/src/recorded/chimera-0.1-exchanges.json", import.meta.url);

export const recordings = JSON.parse(readFileSync(file, "utf8")) as Record<Task, Recording>;

/** The shard that the recorded nodes had loaded. */
export function recordedDataset(task: Task): Dataset {
  const folder = mkdtempSync(join(tmpdir(), "chimera-shard-"));
  writeFileSync(join(folder, "X_train.csv"), recordings[task].X_train);
  writeFileSync(join(folder, "y_train.csv"), recordings[task].y_train);
  return loadDataset(folder, task);
}

export function sgdWorker(
  taskOrEstimator: Task | GradientEstimator,
  { targetColumn, X, ...rows }: Dataset,
  name = "worker1",
): NodeApp {
  const shard = { name, source: modelSourceOf(taskOrEstimator), features: new ShardFeatures(X), ...rows };
  return sgdWorkerApp({ shard, targetColumn, logs: silentLogs(), maxBodyMegabytes: MAX_BODY_MB });
}

export function modelWorker(
  estimator: Estimator,
  dataset: Dataset,
  name = "worker1",
  options: DrawOptions = {},
): NodeApp {
  const { columns, X, y } = dataset;
  const shard = { name, estimator, drawing: resolveDrawing(options), columns, X, y };
  return modelWorkerApp({ shard, logs: silentLogs(), maxBodyMegabytes: MAX_BODY_MB });
}

/** Sends a recorded request; a body that is text is sent as it is. */
export async function replay(
  app: NodeApp,
  { request }: Exchange,
): Promise<{ status: number; body: unknown }> {
  const { method, path, body } = request;
  const text = body === null ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "content-type": "application/json" };
  const response = await app.request(path, { method, headers, ...(text !== undefined && { body: text }) });
  return { status: response.status, body: await response.json() };
}
