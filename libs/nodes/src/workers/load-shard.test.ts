import { modelSourceOf } from "@chimera/distributed";
import { silentLogs } from "@chimera/telemetry";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadShard } from "./load-shard.ts";
import { sgdWorkerApp } from "./sgd-worker-app.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-shard-"));
  writeFileSync(join(folder, "X_train.csv"), "a,b\n1,0.1\n2,-3\n7,5\n");
  writeFileSync(join(folder, "y_train.csv"), "y\n1\n2\n4\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

function startWorker() {
  const { shard, targetColumn } = loadShard(folder, "worker1", modelSourceOf("regressor"));
  const app = sgdWorkerApp({ shard, targetColumn, logs: silentLogs(), maxBodyMegabytes: 1 });
  const post = async (path: string, body: object): Promise<{ status: number; body: object }> => {
    const url = `/v1/chimera/sgd/${path}`;
    const response = await app.request(url, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as object };
  };
  return {
    prepare: (scaling: object | null) =>
      post("prepare", {
        fitId: "fit-1",
        columns: ["a", "b"],
        classes: null,
        scaling,
        seed: 0,
        computation: { mode: "gradient", batchSize: null },
      }),
    gradient: () => post("gradient", { fitId: "fit-1", round: 1, parameters: [0.5, -1, 0.25] }),
  };
}

const scaling = { mean: [3, 1], scale: [2, 4] };

test("after a standardised fit a worker computes with raw features again, as one that never standardised", async () => {
  const worker = startWorker();
  await worker.prepare(scaling);
  const standardised = await worker.gradient();
  await worker.prepare(null);
  const raw = await worker.gradient();
  const fresh = startWorker();
  await fresh.prepare(null);
  expect(raw).toEqual(await fresh.gradient());
  expect(raw.status).toBe(200);
  expect(raw.body).not.toEqual(standardised.body);
});

test("a file that has changed meanwhile is refused with 409 and a cure, and as it was it is taken again", async () => {
  const worker = startWorker();
  await worker.prepare(scaling);
  writeFileSync(join(folder, "X_train.csv"), "a,b\n2,-3\n1,0.1\n7,5\n");
  expect(await worker.prepare(null)).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining("they are others now: restart the worker.") },
  });
  expect((await worker.gradient()).status).toBe(409);
  writeFileSync(join(folder, "X_train.csv"), "a,b\n1,0.1\n2,-3\n7,5\n");
  expect((await worker.prepare(null)).status).toBe(200);
  expect((await worker.gradient()).status).toBe(200);
});
