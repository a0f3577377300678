import { RandomForestClassifier } from "@chimera/algorithms";
import { encodePredictMatrix } from "@chimera/protocol";
import { expect } from "vitest";
import type { NodeApp } from "../http/node-app.ts";
import { aggregation, parameterServer } from "./masters.ts";
import { modelWorker, recordedDataset, sgdWorker } from "./recorded.ts";

export const classified = recordedDataset("classifier");
export const measured = recordedDataset("regressor");

export const CSV = "text/csv";
export const JSON_TYPE = "application/json";

export async function fitted(master: { app: NodeApp }, path: string): Promise<NodeApp> {
  const response = await master.app.request(`${path}/fit`, { method: "POST" });
  expect(response.status).toBe(200);
  return master.app;
}

export const SERVER = "/v1/chimera/parameter-server";
export const BAGGING = "/v1/chimera/aggregation";
export const server = await fitted(
  parameterServer("classifier", { w: sgdWorker("classifier", classified) }, { maxIter: 5 }),
  SERVER,
);
export const regressor = await fitted(
  parameterServer("regressor", { w: sgdWorker("regressor", measured) }, { maxIter: 5, standardize: true }),
  SERVER,
);
export const forest = new RandomForestClassifier({ nEstimators: 3 });
export const bagging = await fitted(
  aggregation("classifier", { w: modelWorker(forest, classified) }),
  BAGGING,
);

export interface Answer {
  status: number;
  type: string | null;
  bytes: Uint8Array;
  text: string;
}

export async function predict(
  app: NodeApp,
  path: string,
  body: string | Uint8Array,
  contentType?: string,
  accept?: string,
): Promise<Answer> {
  const headers = { ...(contentType && { "content-type": contentType }), ...(accept && { accept }) };
  const response = await app.request(`${path}/predict`, { method: "POST", headers, body: body as never });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    bytes,
    text: new TextDecoder().decode(bytes),
  };
}

/** Three rows in the three forms, their columns in another order than the model's. */
export function threeRows({ columns, X }: typeof classified): {
  json: string;
  csv: string;
  tensors: Uint8Array;
} {
  const d = columns.length;
  const order = [...columns.keys()].reverse();
  const names = order.map((j) => columns[j]);
  const rows = [0, 20, 39].map((i) => order.map((j) => X.data[i * d + j]));
  const matrix = { nRows: 3, nColumns: d, data: Float64Array.from(rows.flat()) };
  return {
    json: JSON.stringify({ X_pred_columns: names, X_pred_rows: rows }),
    csv: [names, ...rows].map((row) => row.join(",")).join("\n"),
    tensors: encodePredictMatrix(names, matrix).body as Uint8Array,
  };
}
