import {
  DecisionTreeClassifier,
  matrix,
  Pipeline,
  SimpleImputer,
  type Classifier,
  type Matrix,
} from "@chimera/algorithms";
import { resolveDrawing } from "@chimera/distributed";
import { silentLogs } from "@chimera/telemetry";
import { expect, test } from "vitest";
import { aggregation, MAX_BODY_MB } from "../testing/masters.ts";
import { modelWorkerApp } from "../workers/model-worker-app.ts";

const columns = ["a", "b"];
const y = [0, 0, 1, 1];
const whole = matrix(4, 2, Float64Array.of(0, 5, 1, 5, 8, 5, 9, 5));
const withHoles = matrix(4, 2, Float64Array.of(0, 5, 1, NaN, 8, 5, NaN, 5));

function worker(name: string, estimator: Classifier, X: Matrix) {
  const shard = { name, estimator, drawing: resolveDrawing({}), columns, X, y };
  return modelWorkerApp({ shard, logs: silentLogs(), maxBodyMegabytes: MAX_BODY_MB });
}

const pipeline = () => new Pipeline([new SimpleImputer(), new DecisionTreeClassifier()]);

async function answersOf(second: Classifier, X: Matrix) {
  const { app, service } = aggregation("classifier", {
    worker1: worker("worker1", pipeline(), withHoles),
    worker2: worker("worker2", second, X),
  });
  await service.fit();
  const body = JSON.stringify({ X_pred_columns: columns, X_pred_rows: [[9, null]] });
  const response = await app.request("/v1/chimera/aggregation/predict", { method: "POST", body });
  return { status: response.status, body: (await response.json()) as object };
}

test("workers whose pipelines fill missing values fit shards with holes and predict rows with null", async () => {
  const { status, body } = await answersOf(pipeline(), withHoles);
  expect([status, body]).toEqual([200, expect.objectContaining({ y_pred_rows: [expect.any(Number)] })]);
});

test("where one learner takes no missing values, null is refused with its place", async () => {
  const { status, body } = await answersOf(new DecisionTreeClassifier(), whole);
  expect(status).toBe(422);
  expect(JSON.stringify(body)).toContain("X_pred_rows[0], column b: expected a finite number, got null");
});
