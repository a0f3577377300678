import { DecisionTreeClassifier, DecisionTreeRegressor, type Task } from "@chimera/algorithms";
import { PATH_ALIASES } from "@chimera/protocol";
import { describe, expect, test } from "vitest";
import { aggregation, parameterServer } from "./testing/masters.ts";
import {
  modelWorker,
  recordedDataset,
  recordings,
  replay,
  sgdWorker,
  type Exchange,
} from "./testing/recorded.ts";

/** What the original answers with 500 to a client's mistake, we answer with 4xx; and too few weights are refused. */
const OUR_STATUS: Record<string, number> = {
  "before fit": 409,
  "a column missing": 422,
  "too few weights": 422,
};

/** Shape of a JSON value: types of fields, and of a list's items. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))].sort();
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}

function nodesOf(task: Task) {
  const dataset = recordedDataset(task);
  const estimator = () =>
    task === "classifier" ? new DecisionTreeClassifier() : new DecisionTreeRegressor();
  const server = parameterServer(
    task,
    { worker1: sgdWorker(task, dataset) },
    { maxIter: 50, standardize: true },
  );
  const ensemble = aggregation(task, { worker1: modelWorker(estimator(), dataset) });
  return {
    ensemble,
    apps: {
      "sgd worker": sgdWorker(task, dataset),
      "model worker": modelWorker(estimator(), dataset),
      "parameter server master": server.app,
      "aggregation master": ensemble.app,
    },
  };
}

for (const task of ["classifier", "regressor"] as const) {
  describe(`the recorded exchanges of chimera 0.1, ${task}`, () => {
    const { apps, ensemble } = nodesOf(task);
    for (const [i, exchange] of recordings[task].exchanges.entries()) {
      test(`${i}: ${exchange.node} ${exchange.request.path} ${exchange.note ?? ""}`, async () => {
        if (exchange.note === "the only worker is down") ensemble.apps.clear();
        const { status, body } = await replay(apps[exchange.node], exchange);
        expectCompatible(exchange, status, body);
      });
    }
  });
}

function expectCompatible({ note = "", request, response }: Exchange, status: number, body: unknown): void {
  const ours = OUR_STATUS[note];
  expect(status).toBe(ours ?? response.status);
  if (ours !== undefined) {
    expect(body).toMatchObject({ message: expect.any(String), details: { errorCode: ours } });
  } else if (status === 500) {
    const { message } = response.body as { message: string };
    expect(body).toMatchObject({ message: expect.stringContaining(message), details: { errorCode: 500 } });
  } else if (status === 422 || request.path.endsWith("request-data-sample")) {
    expect(body).toEqual(response.body);
  } else {
    expect(shapeOf(body)).toMatchObject(shapeOf(response.body) as object);
  }
}

describe("values that are deterministic", () => {
  const predictions = (task: Task, node: Exchange["node"]): Exchange =>
    recordings[task].exchanges.find(
      (exchange) => exchange.node === node && "y_pred_rows" in exchange.response.body,
    ) as Exchange;

  test("a classifier's labels and a tree's probabilities are those of the original", async () => {
    const { apps } = nodesOf("classifier");
    for (const node of ["parameter server master", "model worker", "aggregation master"] as const) {
      const exchange = predictions("classifier", node);
      await apps[node].request(exchange.request.path.replace("predict", "fit"), { method: "POST" });
      expect((await replay(apps[node], exchange)).body).toMatchObject(exchange.response.body);
    }
  });
});

test("the older paths answer as the new ones", async () => {
  const { apps } = nodesOf("classifier");
  const all = Object.values(apps);
  for (const [alias, path] of Object.entries(PATH_ALIASES)) {
    const method = path.endsWith("sample") ? "GET" : "POST";
    const statuses = await Promise.all(all.map(async (app) => (await app.request(alias, { method })).status));
    expect(
      statuses.filter((status) => status !== 404),
      alias,
    ).toHaveLength(1);
  }
});
