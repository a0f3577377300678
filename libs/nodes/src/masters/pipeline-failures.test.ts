import { dense, type LayerConfig, type LayerMaker } from "@chimera/algorithms";
import type { PipelineOptions } from "@chimera/distributed";
import { PATHS } from "@chimera/protocol";
import { Hono } from "hono";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  clientOf,
  flowers,
  inOneProcess,
  NETWORK,
  originOf,
  pipeline,
  post,
  rowsOf,
  weightsIn,
} from "../testing/pipelines.ts";

const { fit: FIT, predict: PREDICT } = PATHS.pipeline;

describe("before training the client's answer names what does not fit", () => {
  const layersOf = (...layers: LayerConfig[]): Partial<PipelineOptions> => ({ layers });

  test.each<[string, Partial<PipelineOptions>, RegExp, number?]>([
    [
      "fewer workers than stages",
      { stages: 3 },
      /^The pipeline needs 3 workers \(1 replica × 3 stages × 1 rank\), got 2 \(worker1, worker2\): change/,
      2,
    ],
    [
      "a number of workers that does not come out even",
      { stages: undefined, replicas: 2, microBatches: 1 },
      /^The pipeline needs a multiple of 2 workers \(2 replicas × their stages × 1 rank\), got 3/,
    ],
    [
      "an unknown layer",
      layersOf(dense(4), { type: "attention" }, dense(2)),
      /^type of layer 1 \(attention\) must be one of dense, conv2d,.*got "attention"/,
    ],
    [
      "an unknown activation",
      layersOf(dense(4), dense(3, { activation: "rellu" }), dense(2)),
      /^activation of layer 1 \(dense\) must be one of identity, relu,.*got "rellu"/,
    ],
    [
      "an unknown option of a layer",
      layersOf(dense(4), { type: "dense", unit: 3 }, dense(2)),
      /layer 1 \(dense\)/,
    ],
    [
      "shapes that do not fit",
      layersOf(dense(4), { type: "conv2d", filters: 2, kernelSize: 3 }, dense(2)),
      /n × height × width × channels in layer 1 \(conv2d\), got n × 4/,
    ],
    [
      "an input of another size",
      { inputShape: [3, 3] },
      /^inputShape must have as many numbers as there are feature columns, 4, got \[3,3\]/,
    ],
    [
      "outputs that are not the classes",
      layersOf(dense(4), dense(3), dense(5)),
      /^layer 2 \(dense\) must have 2 outputs, for 2 classes with cross_entropy, got 5\.$/,
    ],
    ["micro-batches without rows", { microBatches: 17 }, /^microBatches must be at most the rows of a batch/],
  ])("%s", async (_, more, text, nWorkers = Number(more.stages) || 3) => {
    const workers = Array.from({ length: nWorkers }, (_, i) => `worker${i + 1}`);
    const { app, logs, runsDir } = pipeline({ ...NETWORK, ...more }, { workers });
    const { status, json } = await post(app, FIT);
    expect(json.message).toMatch(text);
    expect(status).toBe(409);
    // It is a run like any other, whose last event says why it ended.
    const [run] = readdirSync(runsDir);
    const events = readFileSync(join(runsDir, run, "events.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    expect(JSON.parse(events.at(-1)!)).toMatchObject({ status: "failed", reason: json.message });
    expect(logs.statusEntries).toContainEqual(
      expect.objectContaining({ level: "error", text: `Fit failed: ${json.message}` }),
    );
  });

  test("a worker whose rows are others, by name", async () => {
    const { app, start } = pipeline();
    const y = Float64Array.from(flowers.y as Float64Array);
    y[3] = 1 - y[3];
    start("worker3", { ...flowers, y });
    const { status, json } = await post(app, FIT);
    expect(json.message).toMatch(/^The data set of worker3 is not that of worker1 \(40 rows, but others/);
    expect(status).toBe(409);
  });

  test("a worker of another task, and one of another kind", async () => {
    const { app, apps, start } = pipeline();
    start("worker2");
    const strange = new Hono().notFound((c) => c.json({ detail: "Not Found" }, 404));
    apps.set(originOf("worker2"), strange);
    const { json } = await post(app, FIT);
    expect(json.message).toMatch(
      /worker2: worker2 is a worker of chimera 0\.1, which holds no part of a network/,
    );
  });
});

describe("a worker's error", () => {
  /** A user's layer that fails at its n-th forward. */
  function failing(n: number): { layerTypes: Record<string, LayerMaker>; layers: LayerConfig[] } {
    let calls = 0;
    const fragile: LayerMaker = (_config, { inputShape }) => ({
      outputShape: inputShape,
      forward(_theta, input) {
        if (++calls >= n) throw new Error("The layer broke.");
        return { output: input, cache: null };
      },
      backward: (_theta, _cache, D) => D,
    });
    return { layerTypes: { fragile }, layers: [dense(4), { type: "fragile" }, dense(2)] };
  }

  test("in training reaches the client with its name, round and reason, and nobody hangs", async () => {
    const { layers, layerTypes } = failing(14);
    const { app, logs } = pipeline({ ...NETWORK, layers, stages: [1, 1, 1] }, { layerTypes });
    const { status, json } = await post(app, FIT);
    expect(json.message).toBe(
      "worker2 failed in round 2: layer 1 (fragile) failed: The layer broke. This was tried again without success.",
    );
    expect(status).toBe(500);
    expect(logs.statusEntries.map(({ text }) => text)).toContain(
      "worker2 failed at train in round 2: layer 1 (fragile) failed: The layer broke.",
    );
  });

  test("at its start: every one that failed is named", async () => {
    const { app, apps } = pipeline();
    apps.delete(originOf("worker1"));
    apps.delete(originOf("worker3"));
    const { status, json } = await post(app, FIT);
    expect(json.message).toBe(
      "A pipeline needs every one of its workers; these failed at describe: worker1: Nothing listens at http://worker1.; worker3: Nothing listens at http://worker3.",
    );
    expect(status).toBe(500);
  });

  test.each([
    ["prepare", { state: 3 }, /worker2: The answer does not fit the protocol: prepare/],
    ["describe", { task: "ranker" }, /worker2: The answer does not fit the protocol: name/],
  ])("an answer to %s that is none", async (order, body, text) => {
    const { app, apps } = pipeline();
    const real = apps.get(originOf("worker2"))!;
    const strange = new Hono().all("*", (c) =>
      c.req.path.endsWith(order) ? c.json(body) : real.fetch(c.req.raw),
    );
    apps.set(originOf("worker2"), strange);
    expect((await post(app, FIT)).json.message).toMatch(text);
  });

  test("numbers that blow up end the fit as diverged, whichever stage sees it first", async () => {
    for (const stages of [1, 2, 3]) {
      const workers = Array.from({ length: stages }, (_, i) => `worker${i + 1}`);
      const wild = { ...NETWORK, stages, optimizer: "sgd" as const, learningRate: 1e30 };
      const { app } = pipeline(wild, { workers });
      const { status, json } = await post(app, FIT);
      expect(json.message).toMatch(
        /^worker\d failed in round \d: .*take a smaller learningRate, or clipNorm\.$/,
      );
      expect(status).toBe(500);
    }
  });
});

describe("a stage that dies", () => {
  /** worker2 ends when it is asked for that round. */
  function killIn(under: ReturnType<typeof pipeline>, round: number, returns: boolean): void {
    let rounds = 0;
    under.before = (origin, path) => {
      if (origin !== originOf("worker2") || path !== PATHS.stage.train || ++rounds < round) return;
      under.before = () => undefined;
      under.apps.delete(origin);
      if (returns) under.start("worker2");
      throw new Error("The connection was reset.");
    };
  }

  test("and returns: training goes on from the checkpoint, and learns the same", async () => {
    const under = pipeline();
    killIn(under, 3, true);
    const { json } = await post(under.app, FIT);
    expect(json).toMatchObject({ fit: "ok", iterations: 3 });
    expect(json.notes).toEqual([
      expect.stringMatching(
        /^worker\d failed in round 3: .* Training goes on from the checkpoint after round 2 as soon as all workers answer; it waits up to 0 s for them\.$/,
      ),
    ]);
    // Who watches the master sees what it waits for, though a client asked.
    const [note] = json.notes as string[];
    expect([under.said[0], under.said.at(-1)]).toEqual([
      "A client asked for a fit.",
      expect.stringMatching(/^Fit ok: 3 rounds in /),
    ]);
    expect(under.said).toContainEqual(expect.stringMatching(/^worker2 failed in round 3 \(train\): /));
    expect(under.said).toContain(`note: ${note}`);
    const file = await clientOf(under.app).network();
    expect(weightsIn(file)).toEqual(inOneProcess(NETWORK, "classifier", flowers).weights);
  });

  test("and does not return: the fit fails with its name and reason; a warm start goes on later", async () => {
    const under = pipeline();
    killIn(under, 3, false);
    const { status, json } = await post(under.app, FIT);
    expect(status).toBe(500);
    expect(under.said.at(-1)).toBe(`Fit failed: ${json.message}`);
    expect(json.message).toMatch(
      /^worker\d failed in round 3: .* Not back: worker2 \(Nothing listens at http:\/\/worker2\.\)\. When what is missing runs again, fit with warmStart/,
    );
    under.start("worker2");
    expect((await post(under.app, FIT, { warmStart: true })).json).toMatchObject({
      fit: "ok",
      iterations: 3,
    });
    const file = await clientOf(under.app).network();
    expect(weightsIn(file)).toEqual(inOneProcess(NETWORK, "classifier", flowers).weights);
  });

  test("after training is given its part again when it is asked to predict", async () => {
    const { app, start, apps } = pipeline();
    await post(app, FIT);
    const before = await post(app, PREDICT, rowsOf(flowers));
    for (let i = 0; i < 3; i++) {
      start("worker2");
      expect(await post(app, PREDICT, rowsOf(flowers))).toEqual(before);
    }
    apps.delete(originOf("worker2"));
    const { status, json } = await post(app, PREDICT, rowsOf(flowers));
    expect(json.message).toMatch(
      /^worker2 failed: Nothing listens at http:\/\/worker2\. All stages are needed to predict\.$/,
    );
    expect(status).toBe(500);
  });
});
