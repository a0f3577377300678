import { dense } from "@chimera/algorithms";
import { NodeError } from "@chimera/client";
import { outputsOf, predictionsOf, type PipelineOptions } from "@chimera/distributed";
import { PATHS } from "@chimera/protocol";
import { Hono } from "hono";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeNetwork } from "../networks/network-file.ts";
import {
  clientOf,
  flowers,
  inOneProcess,
  NETWORK,
  pipeline,
  post,
  rowsOf,
  weightsIn,
} from "../testing/pipelines.ts";

const { fit: FIT, predict: PREDICT, network: FILE } = PATHS.pipeline;

describe("a pipeline over HTTP", () => {
  test("fits, predicts, and gives the network away: all as one process does, bit for bit", async () => {
    const { app, runsDir, logs } = pipeline();
    const client = clientOf(app);
    expect(await client.fit()).toMatchObject({
      fit: "ok",
      iterations: 3,
      converged: false,
      notes: [],
      workers: ["worker1", "worker2", "worker3"].map((name) => ({
        name,
        state: "ok",
        nSamples: 40,
        rounds: 3,
      })),
    });
    const file = await client.network();
    const network = decodeNetwork(file);
    expect(network.weights).toEqual(inOneProcess(NETWORK, "classifier", flowers).weights);

    const { X, columns } = flowers;
    const answer = await client.predictMatrix(columns, X);
    const alone = predictionsOf(outputsOf(network, columns, X), X.nRows, network.classes);
    expect(answer.probabilities).toEqual(alone);
    expect(await client.predict(columns, [[...X.data.subarray(0, 4)]])).toMatchObject({
      y_pred_rows: [alone.data[1]],
    });

    const [run] = readdirSync(runsDir);
    const events = readFileSync(join(runsDir, run, "events.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    const types = events.map((line) => (JSON.parse(line) as { type: string }).type);
    const count = (type: string): number => types.filter((other) => other === type).length;
    expect([count("pipeline-planned"), count("round-finished"), count("stage-timeline")]).toEqual([1, 3, 9]);
    expect(logs.statusEntries.filter(({ level }) => level !== "info")).toEqual([]);
  });

  test.each<[string, string[], Partial<PipelineOptions>]>([
    ["gpipe", ["a", "b"], { stages: 2, schedule: "gpipe" }],
    [
      "two parts on each worker",
      ["a", "b"],
      { stages: [1, 1, 1, 1], schedule: "interleaved", layers: [dense(4), ...NETWORK.layers] },
    ],
    [
      "two replicas, clipped, in half epochs",
      ["a", "b", "c", "d"],
      { stages: 2, replicas: 2, microBatches: 2, clipNorm: 0.1, roundsPerEpoch: 2 },
    ],
    ["a cut by measured times", ["a", "b"], { stages: 2, balance: "time" }],
  ])("learns the same with %s", async (_, workers, more) => {
    const options = { ...NETWORK, ...more };
    const { service, app } = pipeline(options, { workers });
    await service.fit();
    const { weights } = inOneProcess(options, "classifier", flowers);
    expect(weightsIn(await clientOf(app).network())).toEqual(weights);
  });

  test("shares dense layers between two workers", async () => {
    const options = {
      ...NETWORK,
      dtype: "float64" as const,
      stages: 1,
      tensorParallel: 2,
      layers: [dense(6), dense(2)],
    };
    const { service } = pipeline(options, { workers: ["a", "b"] });
    await service.fit();
    const { matrix } = (await service.predict(flowers.columns, flowers.X)).probabilities!;
    expect(matrix.nRows).toBe(40);
  });

  test("a second fit starts afresh and learns the same; a warm start goes on", async () => {
    const { service, app } = pipeline();
    await service.fit();
    const first = await clientOf(app).network();
    await service.fit();
    expect(await clientOf(app).network()).toEqual(first);
    const loss = (await service.fit()).finalLoss!;
    const warm = await service.fit({ warmStart: true });
    expect(warm.iterations).toBe(3);
    expect(warm.finalLoss).toBeLessThan(loss);
  });
});

describe("a master of a pipeline refuses", () => {
  test.each([
    ["to predict", "POST", PREDICT],
    ["the network", "GET", FILE],
  ])("%s before a fit: 409 that says what to do", async (_, method, path) => {
    const body = method === "POST" ? { body: JSON.stringify(rowsOf(flowers)) } : {};
    const response = await pipeline().app.request(path, { method, ...body });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      message: "There is no fitted model yet: POST to /v1/chimera/pipeline/fit first.",
    });
  });

  test("a warm start before a fit, and an option that it does not know", async () => {
    const { app } = pipeline();
    expect(await post(app, FIT, { warmStart: true })).toMatchObject({
      status: 409,
      json: { message: "There is nothing to go on from yet: fit without warmStart first." },
    });
    expect((await post(app, FIT, { warm: true })).status).toBe(422);
  });

  test("everything while a fit runs: 409", async () => {
    const { app } = pipeline();
    const [first, second, predicted] = await Promise.all([
      post(app, FIT),
      post(app, FIT),
      post(app, PREDICT, rowsOf(flowers)),
    ]);
    expect([first.status, second.status, predicted.status]).toEqual([200, 409, 409]);
    expect(second.json.message).toBe("A fit runs already: wait for its answer.");
  });

  test("rows of other columns: 422 with their names", async () => {
    const { app, service } = pipeline();
    await service.fit();
    const rows = { X_pred_columns: ["sepal length", "age"], X_pred_rows: [[1, 2]] };
    const { status, json } = await post(app, PREDICT, rows);
    expect(status).toBe(422);
    expect(json.message).toMatch(/petal length.*age/);
  });

  test("rows whose prediction overflows: 422, and the stages keep their parts", async () => {
    const under = pipeline();
    await under.service.fit();
    const paths: string[] = [];
    under.before = (_origin, path) => paths.push(path);
    const rows = {
      X_pred_columns: flowers.columns,
      X_pred_rows: [
        [1, 2, 3, 4],
        [1e300, 1e300, 1e300, 1e300],
      ],
    };
    const { status, json } = await post(under.app, PREDICT, rows);
    expect([status, json.message]).toEqual([
      422,
      "The prediction of row 1 (counted from 0) is no finite number: its values are too large.",
    ]);
    expect(paths).not.toContain(PATHS.stage.prepare);
  });

  test("the network of a master that is none of a pipeline, in the client's words", async () => {
    const other = new Hono().notFound((c) =>
      c.json({ message: "No such path.", details: { errorCode: 404, errorMessage: "NotFound" } }, 404),
    );
    await expect(clientOf(other).network()).rejects.toThrow(NodeError);
  });
});
