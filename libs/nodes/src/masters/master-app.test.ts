import { Hono } from "hono";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { NodeApp } from "../http/node-app.ts";
import { parameterServer } from "../testing/masters.ts";
import { masterApp } from "./master-app.ts";
import { recordedDataset, sgdWorker } from "../testing/recorded.ts";

const dataset = recordedDataset("classifier");
const FIT = "/v1/chimera/parameter-server/fit";
const PREDICT = "/v1/chimera/parameter-server/predict";

function twoWorkers(options = {}) {
  const workers = {
    worker1: sgdWorker("classifier", dataset, "worker1"),
    worker2: sgdWorker("classifier", dataset, "worker2"),
  };
  return parameterServer("classifier", workers, { maxIter: 5, standardize: true, ...options });
}

const post = (app: NodeApp, path: string, body?: unknown): Response | Promise<Response> =>
  app.request(path, { method: "POST", ...(body !== undefined && { body: JSON.stringify(body) }) });

const rows = (value: unknown): object => ({
  X_pred_columns: [" Petal Width", "sepal length", "sepal width", "petal length"],
  X_pred_rows: [[value, 5.0, 3.4, 1.6]],
});

describe("fit", () => {
  test("answers how it went, for every worker", async () => {
    const response = await post(twoWorkers().app, FIT);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Record<string, unknown>;
    expect(answer).toMatchObject({
      fit: "ok",
      iterations: 5,
      converged: false,
      workers: [
        { name: "worker1", state: "ok", nSamples: 40, rounds: 5 },
        { name: "worker2", state: "ok", nSamples: 40, rounds: 5 },
      ],
    });
    for (const field of ["finalLoss", "durationSeconds", "bytesSent", "bytesReceived"]) {
      expect(answer[field], field).toBeGreaterThan(0);
    }
  });

  test("a worker that is down makes it partial; the log and the answer say why", async () => {
    const { app, apps, logs } = twoWorkers();
    apps.delete("http://worker2");
    const answer = await (await post(app, FIT)).json();
    const failure = { order: "describe", round: 0, reason: "Nothing listens at http://worker2." };
    expect(answer).toMatchObject({ fit: "partial", workers: [{}, { state: "failed", failure }] });
    const errors = logs.statusEntries.filter(({ level }) => level === "error").map(({ text }) => text);
    expect(errors).toEqual(["worker2 failed at describe: Nothing listens at http://worker2."]);
  });

  test("the error a worker answers reaches the client and the master's log", async () => {
    const { app, apps, logs } = twoWorkers();
    const broken = new Hono();
    const body = { message: "The disk is full.", details: { errorCode: 500, errorMessage: "Error" } };
    broken.all("*", (c) => c.json(body, 500));
    apps.set("http://worker2", broken);
    const answer = (await (await post(app, FIT)).json()) as { workers: { failure?: { reason: string } }[] };
    expect(answer.workers[1].failure?.reason).toContain("The disk is full.");
    expect(logs.statusEntries.map(({ text }) => text)).toContain(
      "worker2 failed at describe: The disk is full.",
    );
  });

  test("a second one while the first runs: 409; afterwards it starts afresh and gives the same", async () => {
    const { app } = twoWorkers();
    const [first, second] = await Promise.all([post(app, FIT), post(app, FIT)]);
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(await second.json()).toMatchObject({ message: "A fit runs already: wait for its answer." });
    const [loss, again] = [await first.json(), await (await post(app, FIT)).json()] as {
      finalLoss: number;
    }[];
    expect(again.finalLoss).toBe(loss.finalLoss);
  });

  test("a warm start goes on; before a first fit it is refused", async () => {
    const { app } = twoWorkers();
    expect((await post(app, FIT, { warmStart: true })).status).toBe(409);
    const first = (await (await post(app, FIT)).json()) as { finalLoss: number };
    const second = (await (await post(app, FIT, { warmStart: true })).json()) as { finalLoss: number };
    expect(second.finalLoss).toBeLessThan(first.finalLoss);
    expect((await post(app, FIT, { warm: true })).status).toBe(422);
  });

  test("a fit that fails keeps the model of the one before", async () => {
    const { app, apps } = twoWorkers();
    await post(app, FIT);
    apps.clear();
    const failed = await post(app, FIT);
    expect(failed.status).toBe(500);
    expect(((await failed.json()) as { message: string }).message).toContain(
      "worker1 (describe: Nothing listens",
    );
    expect((await post(app, PREDICT, rows(0.4))).status).toBe(200);
  });

  test("writes its events, one JSON object a line", async () => {
    const { app, runsDir } = twoWorkers();
    await post(app, FIT);
    const [run] = readdirSync(runsDir);
    const lines = readFileSync(join(runsDir, run, "events.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    const events = lines.map((line) => JSON.parse(line) as { type: string; t: number; bytesSent?: number });
    const count = (type: string): number => events.filter((event) => event.type === type).length;
    expect(events[0].type).toBe("run-started");
    expect(events.at(-1)).toMatchObject({ type: "run-finished", status: "ok" });
    expect([count("round-started"), count("round-finished")]).toEqual([5, 5]);
    expect([count("order-sent"), count("answer-received")]).toEqual([14, 14]);
  });
});

test("a fit asked for over REST shows on the master's terminal", async () => {
  const { service, logs } = twoWorkers();
  const lines: string[] = [];
  const app = masterApp({ service, logs, maxBodyMegabytes: 1, say: (line) => lines.push(line) });
  await post(app, FIT);
  expect(lines).toEqual([
    "A client asked for a fit.",
    expect.stringMatching(/^Fit ok: 5 rounds in \d+\.\d\d s\.$/),
  ]);
});

test("so does a fit that fails, with the reasons", async () => {
  const { service, apps, logs } = twoWorkers();
  apps.clear();
  const lines: string[] = [];
  const app = masterApp({ service, logs, maxBodyMegabytes: 1, say: (line) => lines.push(line) });
  const { message } = (await (await post(app, FIT)).json()) as { message: string };
  expect(lines).toEqual([
    "A client asked for a fit.",
    "worker1 failed (describe): Nothing listens at http://worker1.",
    "worker2 failed (describe): Nothing listens at http://worker2.",
    `Fit failed: ${message}`,
  ]);
});

describe("predict", () => {
  test("matches columns by name, in any order, case and spacing", async () => {
    const { app } = twoWorkers();
    await post(app, FIT);
    expect(await (await post(app, PREDICT, rows(0.4))).json()).toEqual({ y_pred_rows: [0] });
    const none = { X_pred_columns: dataset.columns, X_pred_rows: [] };
    expect(await (await post(app, PREDICT, none)).json()).toEqual({ y_pred_rows: [] });
  });

  test("a cell that is no number is a 422 that says where", async () => {
    const { app } = twoWorkers();
    await post(app, FIT);
    const response = await post(app, PREDICT, rows("wide"));
    expect(response.status).toBe(422);
    expect(((await response.json()) as { message: string }).message).toMatch(/X_pred_rows\[0\].*wide/);
  });
});

describe("every node", () => {
  test("tells its health", async () => {
    const health = await (await twoWorkers().app.request("/healthz")).json();
    expect(health).toMatchObject({
      status: "ok",
      node: "master",
      kind: "parameter-server-master",
      kernel: "typescript",
    });
  });

  test("answers an unknown path with 404 and where to look", async () => {
    const response = await twoWorkers().app.request("/v2/train");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      message: "A parameter-server-master has no GET /v2/train. See GET /openapi.json.",
    });
    const other = await twoWorkers().app.request("/v1/chimera/pipeline/fit", { method: "POST" });
    expect(await other.json()).toMatchObject({
      message: `A parameter-server-master has no POST /v1/chimera/pipeline/fit, but POST ${FIT}.`,
    });
  });

  const large = JSON.stringify({ filler: "x".repeat(1_100_000) });
  for (const [how, headers] of [
    ["announced by its length", { "content-length": String(large.length) }],
    ["of unknown length, while it streams in", { "transfer-encoding": "chunked" }],
  ] as const) {
    test(`refuses a body beyond the limit, ${how}, with the variable that raises it`, async () => {
      const response = await twoWorkers().app.request(FIT, { method: "POST", headers, body: large });
      expect(response.status).toBe(413);
      expect(((await response.json()) as { message: string }).message).toContain("raise CHIMERA_MAX_BODY_MB");
    });
  }

  test("times each request it serves and each call it makes", async () => {
    const { app, logs } = twoWorkers({ maxIter: 1 });
    await post(app, FIT);
    const served = logs.timeEntries.filter(({ peer }) => peer === undefined);
    const made = logs.timeEntries.filter(({ peer }) => peer === "worker1").map(({ endpoint }) => endpoint);
    expect(served).toMatchObject([{ endpoint: FIT, method: "POST", status: 200 }]);
    expect(made).toEqual(["describe", "prepare", "gradient"].map((order) => `/v1/chimera/sgd/${order}`));
  });

  test("describes itself as OpenAPI", async () => {
    const document = (await (await twoWorkers().app.request("/openapi.json")).json()) as { paths: object };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([FIT, PREDICT, "/healthz", "/openapi.json"]),
    );
  });
});
