import { DecisionTreeClassifier } from "@chimera/algorithms";
import { PATHS } from "@chimera/protocol";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import type { NodeApp } from "../http/node-app.ts";
import { aggregation, parameterServer } from "../testing/masters.ts";
import { modelWorker, recordedDataset, sgdWorker } from "../testing/recorded.ts";

const dataset = recordedDataset("classifier");

/** A worker as chimera 0.1 has it: only these paths, everything else 404; every request is noted. */
function legacy(
  worker: NodeApp,
  paths: readonly string[],
): { app: NodeApp; seen: { path: string; body: string }[] } {
  const seen: { path: string; body: string }[] = [];
  const app = new Hono();
  for (const path of paths) {
    app.all(path, async (c) => {
      const body = c.req.method === "GET" ? "" : await c.req.text();
      seen.push({ path, body });
      return worker.request(path, { method: c.req.method, ...(body !== "" && { body }) });
    });
  }
  app.notFound((c) => c.json({ detail: "Not Found" }, 404));
  return { app, seen };
}

describe("a parameter server with a worker of chimera 0.1", () => {
  const SGD_PATHS = [PATHS.sgd.requestDataSample, PATHS.sgd.fitStep];

  test("does local epochs with everybody, a plain mean, and discards the first fit-step", async () => {
    const old = legacy(sgdWorker("classifier", dataset), SGD_PATHS);
    const workers = { old: old.app, worker2: sgdWorker("classifier", dataset, "worker2") };
    const { service, logs } = parameterServer("classifier", workers, { maxIter: 5 });
    const answer = await service.fit();
    expect(answer).toMatchObject({ fit: "ok", iterations: 5 });
    expect(answer.notes).toEqual([
      "old can only do local epochs: all workers do local epochs instead of gradients.",
      "old did not tell a sample count: all workers weigh alike in the mean.",
    ]);
    expect(answer.workers.map(({ nSamples }) => nSamples)).toEqual([null, 40]);
    const steps = old.seen.filter(({ path }) => path === PATHS.sgd.fitStep);
    expect(steps).toHaveLength(1 + 5);
    expect(JSON.parse(steps[0].body)).toEqual({ weights: [0, 0, 0, 0], bias: [0] });
    expect(JSON.parse(steps[1].body)).toEqual({ weights: [0, 0, 0, 0], bias: [0] });
    expect(logs.statusEntries.map(({ text }) => text)).toContainEqual(expect.stringContaining("chimera 0.1"));
  });

  test("a worker of ours that is of another kind is no legacy one", async () => {
    const workers = {
      worker1: sgdWorker("classifier", dataset),
      worker2: modelWorker(new DecisionTreeClassifier(), dataset, "worker2"),
    };
    const { workers: reports } = await parameterServer("classifier", workers, { maxIter: 2 }).service.fit();
    expect(reports[1].failure?.reason).toContain(
      "worker2 is of the kind model-worker, which does not take part",
    );
  });

  test("a data sample with a label that is none fails that worker", async () => {
    const app = new Hono();
    const sample = {
      X_train_sample_columns: ["a"],
      X_train_sample_rows: [[1]],
      y_train_sample_columns: ["y"],
    };
    app.get(PATHS.sgd.requestDataSample, (c) => c.json({ ...sample, y_train_sample_rows: [[true]] }));
    await expect(parameterServer("classifier", { old: app }).service.fit()).rejects.toThrow(
      "The data sample of old has true as a label, expected a number or a text.",
    );
  });

  test("refuses to standardise, by name", async () => {
    const old = legacy(sgdWorker("classifier", dataset), SGD_PATHS);
    const { service } = parameterServer("classifier", { old: old.app }, { standardize: true });
    await expect(service.fit()).rejects.toThrow("old cannot tell the moments of its columns");
  });
});

test("an aggregation with a worker of chimera 0.1 fits on a bare call and reads its scalars", async () => {
  const old = legacy(modelWorker(new DecisionTreeClassifier(), dataset), [
    PATHS.model.fit,
    PATHS.model.predict,
  ]);
  const workers = { old: old.app, worker2: modelWorker(new DecisionTreeClassifier(), dataset, "worker2") };
  const { service } = aggregation("classifier", workers);
  expect(await service.fit()).toMatchObject({ fit: "ok" });
  const { values } = await service.predict(dataset.columns, dataset.X);
  expect(values).toEqual([...dataset.y]);
  expect(old.seen[0].body).toBe("");
});
