import { dense, takeColumns } from "@chimera/algorithms";
import type { TrainingPlan } from "@chimera/distributed";
import {
  decodePipelineAnswer,
  encodePeerMessage,
  encodePipelineOrder,
  PATHS,
  wholeOf,
} from "@chimera/protocol";
import { Hono } from "hono";
import { Readable } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import type { NodeApp } from "../http/node-app.ts";
import { flowers } from "../testing/pipelines.ts";
import { expectRefusal, plan, prepare, stageWorker, train } from "../testing/stage-worker.ts";

let worker: ReturnType<typeof stageWorker>;
beforeEach(() => void (worker = stageWorker()));

describe("a stage worker", () => {
  const message = { shape: [5, 3], data: new Float32Array(15) };
  const sendTo = (tag: string, odd = message) =>
    worker.post(PATHS.stage.message, encodePeerMessage({ from: "worker2", tag, message: odd }));

  test("describes itself; equal rows have one fingerprint, whatever the order of their columns", async () => {
    const { json } = await worker.give({ type: "describe" });
    expect(json).toMatchObject({
      task: "classifier",
      nSamples: 40,
      classes: [0, 1],
      columns: flowers.columns,
    });
    const fingerprintOf = async (dataset: typeof flowers): Promise<string> => {
      const described = await stageWorker(dataset).give({ type: "describe" });
      return (described.json as { fingerprint: string }).fingerprint;
    };
    const order = [2, 0, 3, 1];
    const columns = order.map((j) => flowers.columns[j]);
    const turned = { ...flowers, columns, X: takeColumns(flowers.X, order) };
    expect(await fingerprintOf(turned)).toBe((json as { fingerprint: string }).fingerprint);
    expect(await fingerprintOf({ ...turned, columns: flowers.columns })).not.toBe(
      await fingerprintOf(turned),
    );
    const y = [...flowers.y];
    y[3] = y[3] === 0 ? 1 : 0;
    expect(await fingerprintOf({ ...flowers, y: Float64Array.from(y as number[]) })).not.toBe(
      await fingerprintOf(flowers),
    );
  });

  test("answers a round that is asked for again as it did, and goes on from there", async () => {
    await worker.give(prepare);
    const bytesOf = async (): Promise<string> => {
      const request = encodePipelineOrder({ ...train, keep: true }, {});
      const response = await worker.app.request(request.path, {
        method: "POST",
        body: request.body as string,
      });
      return Buffer.from(await response.arrayBuffer()).toString("base64");
    };
    expect(await bytesOf()).toBe(await bytesOf());
  });

  test("drops messages of runs that it is not in, and takes part as before", async () => {
    for (const tag of ["fit.1 0 forward 0 to part 0", "fit.0 0 forward 0 to part 0", "nothing"])
      expect(await sendTo(tag)).toMatchObject({ status: 200, json: { message: "ok" } });
    await worker.give(prepare);
    expect((await worker.give(train)).status).toBe(200);
  });

  test("that waits for another is freed by abandon, and tells the reason", async () => {
    const lastOfTwo: TrainingPlan = { ...plan, grid: { ...plan.grid, workers: ["worker2", "worker1"] } };
    await worker.give({ ...prepare, plan: lastOfTwo }, { worker2: "http://worker2" });
    const round = worker.give(train);
    await worker.give({ type: "abandon", runId: "fit.0", reason: "Another run." });
    await worker.give({ type: "abandon", runId: "fit.1", reason: "worker2 failed: it is gone." });
    await expectRefusal(round, 500, /^worker2 failed: it is gone\.$/);
    await expectRefusal(worker.give({ ...train, round: 2 }), 500, /^worker2 failed: it is gone\.$/);
  });

  test("that cannot send says to whom, and why", async () => {
    await worker.give({ ...prepare, plan }, { worker2: "http://worker2" });
    await expectRefusal(
      worker.give(train),
      500,
      /^worker1 could not reach worker2: Nothing listens at http:\/\/worker2/,
    );
  });

  test("that is not told where another is says so", async () => {
    await worker.give({ ...prepare, plan });
    await expectRefusal(
      worker.give(train),
      500,
      /^worker1 could not send to worker2: There is no worker worker2\.$/,
    );
  });

  test("that gets a tensor of another shape names the layer and both shapes", async () => {
    const lastOfTwo: TrainingPlan = { ...plan, grid: { ...plan.grid, workers: ["worker2", "worker1"] } };
    await worker.give({ ...prepare, plan: lastOfTwo }, { worker2: "http://worker2" });
    const round = worker.give(train);
    await sendTo("fit.1 0 forward 0 to part 1", { shape: [5, 4], data: new Float32Array(20) });
    await expectRefusal(
      round,
      500,
      /^Expected n × 3 in float32 as the input of layer 1 \(dense\), got 5 × 4/,
    );
  });

  test("keeps messages of its own: the memory that they came in is used for the next", async () => {
    const wide: TrainingPlan = {
      ...plan,
      layers: [dense(820), dense(2)],
      batchSize: 40,
      grid: { ...plan.grid, workers: ["worker2", "worker1"] },
    };
    const other: NodeApp = new Hono().all("*", (c) => c.json({ message: "ok" }));
    /** The loss of a step, after two messages of 20 × 820 numbers that Node's server reads, or that come by themselves. */
    async function lossOf(read: (body: Uint8Array<ArrayBuffer>) => object): Promise<number> {
      const { app, give } = stageWorker(flowers, new Map([["http://worker2", other]]));
      await give({ ...prepare, plan: wide }, { worker2: "http://worker2" });
      for (const microBatch of [0, 1]) {
        const data = Float32Array.from({ length: 20 * 820 }, (_, i) => Math.sin(i + 7 * microBatch));
        const tag = `fit.1 0 forward ${microBatch} to part 1`;
        const sent = encodePeerMessage({ from: "worker2", tag, message: { shape: [20, 820], data } });
        const body = wholeOf(sent.body as Uint8Array) as Uint8Array<ArrayBuffer>;
        const headers = { "content-type": sent.contentType, "content-length": String(body.length) };
        const response = await app.request(sent.path, { method: "POST", headers, body }, read(body));
        expect(response.status).toBe(200);
      }
      const order = encodePipelineOrder({ ...train, to: 1 }, {});
      const answer = await app.request(order.path, { method: "POST", body: order.body as string });
      const body = new Uint8Array(await answer.arrayBuffer());
      const contentType = answer.headers.get("content-type") ?? "";
      return (decodePipelineAnswer("train", { contentType, body }) as { loss: number }).loss;
    }
    const apart = await lossOf(() => ({}));
    expect(apart).toBeGreaterThan(0);
    expect(await lossOf((body) => ({ incoming: Readable.from([body]) }))).toBe(apart);
  });
});
