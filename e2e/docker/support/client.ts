import { readHoldOut } from "@chimera/dataset";
import { join } from "node:path";
import { expect } from "vitest";
import { workspace } from "../../support/project.ts";

/** What the tests read of a master's answers. */
export interface FitAnswer {
  readonly fit: string;
  readonly workers: { name: string; state: string; rounds: number; failure?: { reason: string } }[];
}
interface PredictAnswer {
  readonly y_pred_rows: (number | string)[] | number[][];
  readonly classes?: (number | string)[];
}

type Algorithm = "parameter-server" | "aggregation" | "pipeline";

/** `POST …/fit`, as any client would send it. */
export const fit = (masterUrl: string, algorithm: Algorithm) =>
  post(`${masterUrl}/v1/chimera/${algorithm}/fit`) as Promise<FitAnswer>;

/** `POST …/predict` for the hold-out of a classifier's example. @returns the share of right answers */
export async function accuracy(masterUrl: string, algorithm: Algorithm, project: string): Promise<number> {
  const { columns, X, y } = readHoldOut(join(workspace, project), "classifier")!;
  const rows = Array.from({ length: X.nRows }, (_, i) => [
    ...X.data.subarray(i * X.nColumns, (i + 1) * X.nColumns),
  ]);
  const body = { X_pred_columns: columns, X_pred_rows: rows };
  const answer = (await post(`${masterUrl}/v1/chimera/${algorithm}/predict`, body)) as PredictAnswer;
  expect(answer.y_pred_rows).toHaveLength(X.nRows);
  const right = labelsOf(answer).filter((label, i) => String(label) === String(y[i]));
  return right.length / X.nRows;
}

/** A row of K probabilities stands for the most probable class. */
function labelsOf({ y_pred_rows: rows, classes }: PredictAnswer): (number | string)[] {
  return rows.map((row) => (Array.isArray(row) ? classes![row.indexOf(Math.max(...row))] : row));
}

async function post(url: string, body?: unknown): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const init = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  const response = await fetch(url, { method: "POST", ...init });
  const answer: unknown = await response.json();
  expect({ status: response.status, answer }).toMatchObject({ status: 200 });
  return answer;
}
