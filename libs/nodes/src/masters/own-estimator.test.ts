import { describe, expect, test } from "vitest";
import type { FitAnswer } from "@chimera/protocol";
import type { NodeApp } from "../http/node-app.ts";
import { logisticEstimator } from "../testing/logistic-estimator.ts";
import { parameterServer } from "../testing/masters.ts";
import { recordedDataset, sgdWorker } from "../testing/recorded.ts";

const dataset = recordedDataset("classifier");
const FIT = "/v1/chimera/parameter-server/fit";
const PREDICT = "/v1/chimera/parameter-server/predict";
const own = logisticEstimator();

function twoWorkers(options = {}, second = own, rows = dataset) {
  const workers = { worker1: sgdWorker(own, rows, "worker1"), worker2: sgdWorker(second, rows, "worker2") };
  return parameterServer(own, workers, { standardize: true, ...options });
}

const post = (app: NodeApp, path: string, body?: unknown): Response | Promise<Response> =>
  app.request(path, { method: "POST", ...(body !== undefined && { body: JSON.stringify(body) }) });

async function fitted(options = {}, rows = dataset): Promise<{ answer: FitAnswer; app: NodeApp }> {
  const { app } = twoWorkers(options, own, rows);
  const response = await post(app, FIT);
  expect(response.status).toBe(200);
  return { answer: (await response.json()) as FitAnswer, app };
}

const bodyOf = (features: number[][]): object => ({ X_pred_columns: dataset.columns, X_pred_rows: features });
const first = Array.from(dataset.X.data.subarray(0, 4));

describe("an estimator with gradient over HTTP", () => {
  test("learns as the linear model with the same loss does, and answers labels alone", async () => {
    const { answer, app } = await fitted({ maxIter: 50, optimizer: "momentum" });
    const linear = parameterServer(
      "classifier",
      { worker1: sgdWorker("classifier", dataset, "worker1") },
      { maxIter: 50, optimizer: "momentum", standardize: true },
    );
    const reference = (await (await post(linear.app, FIT)).json()) as FitAnswer;
    expect(answer.finalLoss).toBeCloseTo(reference.finalLoss!, 12);
    const predicted = await (await post(app, PREDICT, bodyOf([first]))).json();
    expect(predicted).toEqual({ y_pred_rows: [dataset.y[0]] });
  });

  test.each(["gradient", "local-epochs"])(
    "early stopping, averaging, penalties and class weights travel: %s",
    async (mode) => {
      const given = { mode, earlyStopping: true, validationFraction: 0.25, nIterNoChange: 2, maxIter: 200 };
      const { answer } = await fitted({ ...given, penalty: "l1", classWeight: "balanced", average: true });
      expect(answer.notes).toEqual([expect.stringMatching(/^Early stopping in round \d+/)]);
      expect(answer.iterations).toBeLessThan(200);
      expect(answer.workers.map(({ nSamples }) => nSamples)).toEqual([40, 40]);
    },
  );

  test("weights of the rows enter the loss: at θ = 0 it is ln 2 · Σ sᵢ / n", async () => {
    const sampleWeight = Float64Array.from({ length: 40 }, (_, i) => i / 10);
    const { answer } = await fitted({ maxIter: 1 }, { ...dataset, sampleWeight });
    expect(answer.finalLoss).toBeCloseTo((Math.LN2 * 78) / 40, 12);
  });

  test("a worker with another one is refused by name: 409", async () => {
    const { app } = twoWorkers({}, logisticEstimator("Another"));
    const response = await post(app, FIT);
    expect(response.status).toBe(409);
    expect(((await response.json()) as { message: string }).message).toBe(
      "worker2 has the model Another {}, the master OwnLogistic {}: give both the same model.",
    );
  });

  test("a master of chimera 0.1 is told that its fit-step needs the linear model: 422", async () => {
    const body = { weights: [0, 0, 0, 0], bias: [0] };
    const response = await post(sgdWorker(own, dataset), "/v1/chimera/sgd/fit-step", body);
    expect(response.status).toBe(422);
    expect(((await response.json()) as { message: string }).message).toContain(
      "fit-step knows the linear model only",
    );
  });
});
