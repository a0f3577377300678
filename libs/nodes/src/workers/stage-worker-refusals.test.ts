import { dense } from "@chimera/algorithms";
import type { PartState, TrainingPlan } from "@chimera/distributed";
import { encodePeerMessage, encodeTensors, jsonBody, PATHS, TENSORS_TYPE } from "@chimera/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { alone, expectRefusal, plan, prepare, stageWorker, train } from "../testing/stage-worker.ts";

let worker: ReturnType<typeof stageWorker>;
beforeEach(() => void (worker = stageWorker()));

const JSON_ORDERS = ["measure", "prepare", "train", "abandon", "predict"] as const;

describe("a stage worker refuses", () => {
  test.each(JSON_ORDERS)("a %s that is no JSON, or has no fields: 422 with the place", async (order) => {
    const path = PATHS.stage[order];
    await expectRefusal(
      worker.post(path, { contentType: "application/json", body: "{" }),
      422,
      "JSON decode error",
    );
    const { status, json } = await worker.post(path, jsonBody({}));
    expect(status).toBe(422);
    const field = order === "measure" ? "inputShape" : "runId";
    expect(json).toMatchObject({
      detail: expect.arrayContaining([expect.objectContaining({ loc: ["body", field] })]),
    });
  });

  test.each(["prepare", "predict", "message"] as const)("a %s of damaged tensors: 422", async (order) => {
    const body = encodeTensors({ X: { shape: [2], data: Float64Array.of(1, 2) } }, { runId: "fit.1" });
    // The last number; 8 bytes with the checksum follow.
    body[body.length - 9] ^= 1;
    const sent = worker.post(PATHS.stage[order], { contentType: TENSORS_TYPE, body });
    await expectRefusal(sent, 422, "The checksum of tensor X should be");
  });

  test("a path that it does not have: 404", async () => {
    await expectRefusal(
      worker.post("/v1/chimera/stage/train-step", jsonBody({})),
      404,
      "stage-worker has no POST",
    );
  });

  test("rounds and predictions before it is prepared, or of another run: 409", async () => {
    await expectRefusal(
      worker.give(train),
      409,
      "worker1 is not prepared for run fit.1 .it may have restarted, or serve another master now.",
    );
    expect((await worker.give(prepare)).status).toBe(200);
    await expectRefusal(worker.give({ ...train, runId: "fit.2" }), 409, "not prepared for run fit.2");
    await expectRefusal(
      worker.give({ type: "predict", runId: "fit.2", id: "1", nRows: 0 }),
      409,
      "not prepared for run fit.2",
    );
    expect((await worker.give(train)).status).toBe(200);
  });

  test.each<[string, Partial<TrainingPlan>, RegExp]>([
    [
      "in which it has no place",
      { grid: { ...plan.grid, workers: ["worker2", "worker3"] } },
      /^workers must have worker1 among them, which was asked, got \["worker2","worker3"\]\.$/,
    ],
    [
      "of more places than workers",
      { grid: { ...plan.grid, nRanks: 2 } },
      /^workers must be 4 different names, for 1 replicas × 2 stages × 2 ranks, got \["worker1","worker2"\]/,
    ],
    [
      "of fewer parts than stages",
      { cut: [[0, 2]] },
      /^cut must be 2 parts .* of all 2 layers, got \[\[0,2\]\]/,
    ],
    [
      "of layers that are not there",
      {
        cut: [
          [0, 1],
          [1, 5],
        ],
      },
      /^cut must be 2 parts .* got \[\[0,1\],\[1,5\]\]/,
    ],
    [
      "that leaves layers out",
      {
        cut: [
          [0, 1],
          [1, 1],
        ],
      },
      /^cut must be 2 parts/,
    ],
    [
      "of an unknown layer",
      { layers: [{ type: "densse" }, dense(2)] },
      /^type of layer 0 \(densse\) must be one of dense/,
    ],
    [
      "of an unknown activation",
      { layers: [dense(3, { activation: "rellu" }), dense(2)] },
      /^activation of layer 0 \(dense\) must be one of .*got "rellu"/,
    ],
    [
      "for other features",
      { inputShape: [5] },
      /^inputShape must have as many numbers as there are feature columns, 4/,
    ],
    [
      "of more outputs than classes",
      { layers: [dense(3), dense(7)] },
      /^layer 1 \(dense\) must have 2 outputs/,
    ],
    ["for columns that it has not", { columns: ["age"] }, /missing \[age\], unexpected \[sepal length/],
    [
      "with a schedule of more chunks",
      { schedule: "interleaved" },
      /^chunks must be an integer ≥ 2, got 1\.$/,
    ],
    ["with an option out of range", { optimizerOptions: { beta1: 5 } }, /^beta1 must be/],
    ["with an unknown loss", { loss: "no_loss" }, /^loss must be one of .*got "no_loss"/],
  ])("a plan %s: 422", async (_, change, text) => {
    await expectRefusal(worker.give({ ...prepare, plan: { ...plan, ...change } }), 422, text);
    await expectRefusal(worker.give(train), 409, "not prepared");
  });

  test("a plan whose classes its labels are not among: 422", async () => {
    const other = { ...alone, classes: [0, 3] };
    await expectRefusal(
      worker.give({ ...prepare, plan: other }),
      422,
      /^Expected one of the classes \[0,3\], got 1/,
    );
  });

  test.each<[string, (state: PartState) => PartState[], RegExp]>([
    ["for no part", () => [], /^states must be one for each of the worker's 1 parts, got 0\.$/],
    [
      "of fewer weights",
      ({ weights, ...rest }) => [{ ...rest, weights: { ...weights, parameters: new Float32Array(3) } }],
      /^Expected 23 parameters, .* got 3 parameters/,
    ],
    [
      "of more weights",
      ({ weights, ...rest }) => [{ ...rest, weights: { ...weights, statistics: new Float32Array(9) } }],
      /got 23 parameters, 9 statistics/,
    ],
    [
      "of another optimizer",
      ({ weights }) => [{ weights, optimizer: { step: 4, buffers: [new Float32Array(23)] } }],
      /\[23, 23\] of the optimizer, got .* \[23\] of the optimizer/,
    ],
  ])("to go on from a state %s: 422", async (_, change, text) => {
    const buffers = [new Float32Array(23), new Float32Array(23)];
    const weights = { parameters: new Float32Array(23), statistics: new Float32Array(0) };
    const state = { weights, optimizer: { step: 4, buffers } };
    expect((await worker.give({ ...prepare, states: [state] })).status).toBe(200);
    await expectRefusal(worker.give({ ...prepare, states: change(state) }), 422, text);
  });

  test("to measure a network that cannot be made: 422", async () => {
    const order = { type: "measure", inputShape: [4], dtype: "float32", nExamples: 2 } as const;
    const odd = { ...order, layers: [dense(2), { type: "densse" }] };
    await expectRefusal(worker.give(odd), 422, /^type of layer 1 \(densse\) must be one of dense/);
    expect(await worker.give({ ...order, layers: [dense(2), dense(1)] })).toMatchObject({
      status: 200,
      json: { milliseconds: [expect.any(Number), expect.any(Number)] },
    });
  });

  test("rows of other columns, or none where it has the first part: 422", async () => {
    await worker.give(prepare);
    const predict = { type: "predict", runId: "fit.1", nRows: 2 } as const;
    const X = { nRows: 2, nColumns: 3, data: new Float64Array(6) };
    await expectRefusal(
      worker.give({ ...predict, id: "1", X }),
      422,
      /^Expected rows of 4 numbers at worker1.*got rows of 3/,
    );
    await expectRefusal(worker.give({ ...predict, id: "2" }), 422, "got none");
  });

  test("a body beyond the limit: 413", async () => {
    const message = { shape: [300_000], data: new Float32Array(300_000) };
    const sent = encodePeerMessage({ from: "worker2", tag: "fit.1 0 backward 0 to part 0", message });
    await expectRefusal(worker.post(sent.path, sent), 413, "raise CHIMERA_MAX_BODY_MB");
  });
});
