import { dense } from "@chimera/algorithms";
import type { PipelineOrder, TrainingPlan } from "@chimera/distributed";
import { encodePipelineOrder, messageOfErrorBody, PATHS, wholeOf, type WireBody } from "@chimera/protocol";
import { silentLogs } from "@chimera/telemetry";
import { expect } from "vitest";
import type { NodeApp } from "../http/node-app.ts";
import { stageWorkerApp } from "../workers/stage-worker-app.ts";
import { inProcessClient } from "./in-process-client.ts";
import { MAX_BODY_MB } from "./masters.ts";
import { flowers } from "./pipelines.ts";

/** Two stages for the flowers. */
export const plan: TrainingPlan = {
  inputShape: [4],
  layers: [dense(3, { activation: "relu" }), dense(2)],
  dtype: "float32",
  cut: [
    [0, 1],
    [1, 2],
  ],
  grid: { nReplicas: 1, nStages: 2, nRanks: 1, workers: ["worker1", "worker2"] },
  schedule: "gpipe",
  chunks: 1,
  microBatches: 2,
  batchSize: 10,
  shuffle: true,
  roundsPerEpoch: 1,
  loss: "cross_entropy",
  optimizer: "adam",
  optimizerOptions: {},
  stepSizes: {
    schedule: "constant",
    eta0: 0.01,
    nSteps: 10,
    warmupSteps: 0,
    powerT: 0.25,
    gamma: 0.5,
    decaySteps: 1,
    etaMin: 0,
  },
  clipNorm: null,
  standardize: true,
  seed: 0,
  columns: flowers.columns,
  classes: [0, 1],
};
/** The whole network on one worker, which waits for nobody. */
export const alone: TrainingPlan = {
  ...plan,
  cut: [[0, 2]],
  grid: { nReplicas: 1, nStages: 1, nRanks: 1, workers: ["worker1"] },
};
export const prepare = { type: "prepare", runId: "fit.1", plan: alone } as const;
export const train = { type: "train", runId: "fit.1", round: 1, from: 0, to: 4, keep: false } as const;

export interface StageWorkerUnderTest {
  readonly app: NodeApp;
  /** Sends a body to a path. */
  post(path: string, body: WireBody): Promise<Answer>;
  /** @param addresses of the other workers, which are not there. */
  give(order: PipelineOrder, addresses?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  /** `undefined` when it is no JSON. */
  readonly json: unknown;
  /** Of an error. */
  readonly message: string;
}

/** `worker1` as an app. @param others by their origins; nobody else is there. */
export function stageWorker(dataset = flowers, others = new Map<string, NodeApp>()): StageWorkerUnderTest {
  const app = stageWorkerApp({
    shard: { name: "worker1", task: "classifier", ...dataset },
    client: inProcessClient(others),
    logs: silentLogs(),
    maxBodyMegabytes: MAX_BODY_MB,
  });
  const post = async (path: string, { contentType, body }: WireBody): Promise<Answer> => {
    const bytes = typeof body === "string" ? body : (wholeOf(body) as Uint8Array<ArrayBuffer>);
    const headers = { "content-type": contentType, "content-length": String(bytes.length) };
    const response = await app.request(path, { method: "POST", headers, body: bytes });
    const text = await response.text();
    const json: unknown = response.headers.get("content-type")?.includes("json")
      ? JSON.parse(text)
      : undefined;
    return { status: response.status, json, message: messageOfErrorBody(json) ?? "" };
  };
  return {
    app,
    post,
    give: (order, addresses = {}) =>
      post(PATHS.stage[order.type], encodePipelineOrder({ ...order }, addresses)),
  };
}

/** Refused with this status, in a sentence. */
export async function expectRefusal(answer: Promise<Answer>, status: number, text: string | RegExp) {
  const { status: got, message } = await answer;
  expect({ status: got, message }).toEqual({ status, message: expect.stringMatching(text) });
  expect(message).not.toMatch(/\n\s+at |__vite|undefined/);
}
