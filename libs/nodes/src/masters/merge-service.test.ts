import { DecisionTreeClassifier, DecisionTreeRegressor, matrix, Ridge, takeRows } from "@chimera/algorithms";
import type { Dataset } from "@chimera/dataset";
import { PATHS } from "@chimera/protocol";
import { Hono } from "hono";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aggregation, merging } from "../testing/masters.ts";
import { modelWorker, recordedDataset } from "../testing/recorded.ts";

const dataset = recordedDataset("regressor");
const serial = new Ridge().fit(dataset.X, dataset.y as Float64Array);
const [expected] = serial.predict(matrix(1, dataset.columns.length));

/** The rows from start to end. */
function part(start: number, end: number): Dataset {
  const rows = Array.from({ length: end - start }, (_, i) => start + i);
  return { ...dataset, X: takeRows(dataset.X, rows), y: (dataset.y as Float64Array).slice(start, end) };
}

const shards = [part(0, 25), part(25, 26), part(26, dataset.X.nRows)];
const workersWith = (make: (k: number) => Ridge = () => new Ridge(), options = {}) =>
  Object.fromEntries(
    shards.map((shard, k) => [`worker${k + 1}`, modelWorker(make(k), shard, `worker${k + 1}`, options)]),
  );

const predicted = async ({ app }: ReturnType<typeof merging>): Promise<unknown> => {
  const X = { X_pred_columns: dataset.columns, X_pred_rows: [dataset.columns.map(() => 0)] };
  const response = await app.request(PATHS.aggregation.predict, { method: "POST", body: JSON.stringify(X) });
  return response.json();
};

describe("a master that merges", () => {
  test("fits over REST, and predicts what one process would, without its workers", async () => {
    const master = merging("regressor", workersWith(), new Ridge());
    const response = await master.app.request(PATHS.aggregation.fit, { method: "POST" });
    const report = (await response.json()) as { workers: object[]; oobScore?: number };
    expect(report).toMatchObject({ fit: "ok", iterations: 1, finalLoss: null, notes: [] });
    expect(report).not.toHaveProperty("oobScore");
    expect(report.workers).toEqual(
      shards.map(({ X }, k) => ({ name: `worker${k + 1}`, state: "ok", nSamples: X.nRows, rounds: 1 })),
    );
    master.apps.clear();
    const { y_pred_rows } = (await predicted(master)) as { y_pred_rows: number[] };
    expect(y_pred_rows[0]).toBeCloseTo(expected, 10);
  });

  test("leaves the user's estimator as it was, and writes into the run what it fitted", async () => {
    const estimator = new Ridge();
    const { service, runsDir } = merging("regressor", workersWith(), estimator);
    await service.fit();
    expect(() => estimator.toState()).toThrow("not fitted yet");
    const [run] = readdirSync(runsDir);
    const [first] = readFileSync(join(runsDir, run, "events.jsonl"), "utf8").split("\n");
    expect(JSON.parse(first)).toMatchObject({
      settings: { combine: "merge", estimator: "Ridge", parameters: { alpha: 1, fitIntercept: true } },
    });
  });

  test("names whose rows are missing", async () => {
    const { service, apps } = merging("regressor", workersWith(), new Ridge());
    apps.delete("http://worker2");
    const report = await service.fit();
    expect(report.fit).toBe("partial");
    expect(report.notes).toEqual(["The rows of worker2 are missing in the model."]);
  });

  test("keeps its model when a later fit fails, and before a first one says what to do", async () => {
    const master = merging("regressor", workersWith(), new Ridge());
    expect(await predicted(master)).toMatchObject({
      message: expect.stringContaining("POST to /v1/chimera/aggregation/fit first"),
    });
    await master.service.fit();
    const before = await predicted(master);
    master.apps.clear();
    await expect(master.service.fit()).rejects.toThrow("No worker is left");
    expect(await predicted(master)).toEqual(before);
  });

  test("predicts with the model before while a fit runs", async () => {
    const master = merging("regressor", workersWith(), new Ridge());
    await master.service.fit();
    const before = await predicted(master);
    const running = master.service.fit();
    await expect(master.service.fit()).rejects.toThrow("A fit runs already");
    expect(await predicted(master)).toEqual(before);
    expect(await running).toMatchObject({ fit: "ok" });
  });

  test("refuses a worker with other parameters, and one that draws: 409", async () => {
    const other = (k: number) => new Ridge({ alpha: 1 + k });
    for (const [workers, message] of [
      [workersWith(other), "worker2 has a Ridge with alpha 2, the master with alpha 1"],
      [
        workersWith(undefined, { bootstrap: true }),
        "worker1 was given bootstrap: merging learns from every row",
      ],
    ] as const) {
      const { app } = merging("regressor", workers, new Ridge());
      const response = await app.request(PATHS.aggregation.fit, { method: "POST" });
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({ message: expect.stringContaining(message) });
    }
  });

  test("refuses a warm start", async () => {
    const { service } = merging("regressor", workersWith(), new Ridge());
    await expect(service.fit({ warmStart: true })).rejects.toThrow("without warmStart");
  });

  test("leaves out a worker of chimera 0.1, and one that answers something else", async () => {
    const old = new Hono().notFound((c) => c.json({ detail: "Not Found" }, 404));
    const strange = new Hono().all("*", (c) => c.json({ state: 3 }));
    const { worker1 } = workersWith();
    const { service } = merging("regressor", { worker1, old, strange }, new Ridge());
    const { workers } = await service.fit();
    expect(workers[1].failure?.reason).toContain("old is a worker of chimera 0.1, which cannot be merged");
    expect(workers[2].failure?.reason).toContain("does not fit the protocol: task");
  });
});

test("merging leaves the models of bagging on the same workers as they were", async () => {
  const workers = workersWith();
  const bagging = aggregation("regressor", workers);
  await bagging.service.fit();
  const before = await bagging.service.predict(dataset.columns, dataset.X);
  await merging("regressor", workers, new Ridge()).service.fit();
  expect(await bagging.service.predict(dataset.columns, dataset.X)).toEqual(before);
});

describe("bagging's options over REST", () => {
  test("the fit answers the score out of the bag, and each worker's own", async () => {
    const worker = (name: string) =>
      modelWorker(new DecisionTreeRegressor({ maxDepth: 2 }), dataset, name, {
        bootstrap: true,
        oobScore: true,
      });
    const { app } = aggregation("regressor", { worker1: worker("worker1"), worker2: worker("worker2") });
    const report = await (await app.request(PATHS.aggregation.fit, { method: "POST" })).json();
    const { oobScore, workers, notes } = report as {
      oobScore: number;
      workers: { outOfBag: { nSamples: number; score: number } }[];
      notes: string[];
    };
    const shares = workers.map(({ outOfBag }) => outOfBag.nSamples / dataset.X.nRows);
    for (const share of shares) expect(Math.abs(share - 0.368)).toBeLessThan(0.2);
    const scores = workers.map(({ outOfBag }) => outOfBag.score);
    expect(scores[0]).not.toBe(scores[1]);
    expect(oobScore).toBeLessThanOrEqual(1);
    expect(notes).toEqual([expect.stringContaining(`r² ${oobScore.toFixed(3)} of single learners`)]);
  });

  test("hard votes are answered as the share of the second class", async () => {
    const data = recordedDataset("classifier");

    const worker = (name: string) =>
      modelWorker(new DecisionTreeClassifier({ maxDepth: 1 }), data, name, { bootstrap: true });
    const workers = { worker1: worker("worker1"), worker2: worker("worker2") };
    const { service, app } = aggregation("classifier", workers, { voting: "hard" });
    await service.fit();
    const rows = { X_pred_columns: data.columns, X_pred_rows: [Array.from(data.X.data.slice(0, 4))] };
    const response = await app.request(PATHS.aggregation.predict, {
      method: "POST",
      body: JSON.stringify(rows),
    });
    const { y_pred_rows } = (await response.json()) as { y_pred_rows: number[] };
    expect([0, 0.5, 1]).toContain(y_pred_rows[0]);
  });
});
