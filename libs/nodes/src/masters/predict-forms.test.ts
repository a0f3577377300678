import { RandomForestClassifier } from "@chimera/algorithms";
import { decodePrediction, encodePredictMatrix, encodeTensors, TENSORS_TYPE } from "@chimera/protocol";
import { describe, expect, test } from "vitest";
import type { NodeApp } from "../http/node-app.ts";
import { aggregation, parameterServer } from "../testing/masters.ts";
import { modelWorker, recordedDataset, sgdWorker } from "../testing/recorded.ts";

const classified = recordedDataset("classifier");
const measured = recordedDataset("regressor");

const CSV = "text/csv";
const JSON_TYPE = "application/json";

async function fitted(master: { app: NodeApp }, path: string): Promise<NodeApp> {
  const response = await master.app.request(`${path}/fit`, { method: "POST" });
  expect(response.status).toBe(200);
  return master.app;
}

const SERVER = "/v1/chimera/parameter-server";
const BAGGING = "/v1/chimera/aggregation";
const server = await fitted(
  parameterServer("classifier", { w: sgdWorker("classifier", classified) }, { maxIter: 5 }),
  SERVER,
);
const regressor = await fitted(
  parameterServer("regressor", { w: sgdWorker("regressor", measured) }, { maxIter: 5, standardize: true }),
  SERVER,
);
const forest = new RandomForestClassifier({ nEstimators: 3 });
const bagging = await fitted(aggregation("classifier", { w: modelWorker(forest, classified) }), BAGGING);

interface Answer {
  status: number;
  type: string | null;
  bytes: Uint8Array;
  text: string;
}

async function predict(
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
function threeRows({ columns, X }: typeof classified): { json: string; csv: string; tensors: Uint8Array } {
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

describe("the same predictions, whatever the form of the rows and of the answer", () => {
  test.each([
    ["labels", server, SERVER, classified],
    ["numbers", regressor, SERVER, measured],
    ["probabilities", bagging, BAGGING, classified],
  ] as const)("%s", async (_, app, path, dataset) => {
    const { json, csv, tensors } = threeRows(dataset);
    for (const accept of [undefined, JSON_TYPE, CSV, TENSORS_TYPE]) {
      const answers = [
        await predict(app, path, json, undefined, accept),
        await predict(app, path, csv, `${CSV}; charset=utf-8`, accept),
        await predict(app, path, tensors, TENSORS_TYPE, accept),
      ];
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers[0].status).toBe(200);
      expect(answers[0].type).toContain(accept ?? JSON_TYPE);
    }
  });

  test("a classifier's answers in CSV and in tensors say what JSON says", async () => {
    const { json } = threeRows(classified);
    const inJson = JSON.parse((await predict(bagging, BAGGING, json)).text) as {
      y_pred_rows: number[];
      classes: number[];
    };
    const { text } = await predict(bagging, BAGGING, json, JSON_TYPE, CSV);
    const [header, ...lines] = text.trimEnd().split("\n");
    expect(header).toBe("prediction,probability of 0,probability of 1");
    expect(lines.map((line) => Number(line.split(",")[2]))).toEqual(inJson.y_pred_rows);
    const { bytes, type } = await predict(bagging, BAGGING, json, JSON_TYPE, TENSORS_TYPE);
    const { codes, classes, probabilities } = decodePrediction({ contentType: type!, body: bytes });
    expect(classes).toEqual([0, 1]);
    expect(lines.map((line) => Number(line.split(",")[0]))).toEqual(
      Array.from(codes!, (code) => classes![code]),
    );
    expect(Array.from(probabilities!.data).filter((_, at) => at % 2 === 1)).toEqual(inJson.y_pred_rows);
  });

  test("the master without probabilities names the labels that occur", async () => {
    const { json } = threeRows(classified);
    const { y_pred_rows } = JSON.parse((await predict(server, SERVER, json)).text) as {
      y_pred_rows: number[];
    };
    const { bytes, type } = await predict(server, SERVER, json, JSON_TYPE, TENSORS_TYPE);
    const { codes, classes, probabilities } = decodePrediction({ contentType: type!, body: bytes });
    expect(probabilities).toBeUndefined();
    expect(Array.from(codes!, (code) => classes![code])).toEqual(y_pred_rows);
  });

  test.each([
    ["text/csv;q=0.1, application/json", JSON_TYPE],
    ["text/*", CSV],
    ["*/*", JSON_TYPE],
    ["image/png", JSON_TYPE],
    ["application/json;q=0, text/csv", CSV],
  ])("what is liked best goes back: %s", async (accept, type) => {
    const { json } = threeRows(classified);
    expect((await predict(server, SERVER, json, JSON_TYPE, accept)).type).toContain(type);
  });
});

describe("rows are refused", () => {
  const names = classified.columns;
  const X = (
    data: Float64Array | Float32Array | Int32Array,
    shape = [data.length / 4, 4],
    columns = names,
  ): Uint8Array => encodeTensors({ X: { shape, data } }, { columns });

  test.each([
    ["a text in CSV", `${names.join(",")}\n1,2,x,4\n`, CSV, /line 2, column .*expected a number/],
    ["a missing value in CSV", `${names.join(",")}\n1,2,,4\n`, CSV, /line 2/],
    ["a short line in CSV", `${names.join(",")}\n1,2\n`, CSV, /line 2/],
    ["an unknown column in CSV", "a,b\n1,2\n", CSV, /Missing: \[sepal length/],
    ["an empty CSV", "", CSV, /The body/],
    [
      "NaN in tensors",
      X(Float64Array.of(1, 2, NaN, 4)),
      TENSORS_TYPE,
      /X\[0\], column petal length: .*got NaN/,
    ],
    [
      "infinity in tensors",
      X(Float32Array.of(1, 2, 3, 4, 5, -Infinity, 7, 8)),
      TENSORS_TYPE,
      /X\[1\].*got -Infinity/,
    ],
    ["integers", X(Int32Array.of(1, 2, 3, 4)), TENSORS_TYPE, /float64 or float32 tensor X with two axes/],
    ["one axis", X(Float64Array.of(1, 2, 3, 4), [4]), TENSORS_TYPE, /two axes, got X \[4\]/],
    ["too few columns", X(Float64Array.of(1, 2), [1, 2]), TENSORS_TYPE, /Expected X with 4 columns.*got 2/],
    ["no names", encodeTensors({ X: { shape: [0, 4], data: new Float64Array(0) } }), TENSORS_TYPE, /columns/],
    ["a column twice", X(Float64Array.of(1, 2), [1, 2], ["a", "A "]), TENSORS_TYPE, /more than once/],
    ["bytes that are none", new Uint8Array(30), TENSORS_TYPE, /begins with CHIMTENS/],
  ])("%s", async (_, body, contentType, message) => {
    const { status, text } = await predict(server, SERVER, body, contentType);
    expect(status).toBe(422);
    expect(text).toMatch(message);
  });

  test("no rows at all are fine in tensors", async () => {
    const { status, bytes, type } = await predict(
      server,
      SERVER,
      X(new Float64Array(0), [0, 4]),
      TENSORS_TYPE,
      TENSORS_TYPE,
    );
    expect(status).toBe(200);
    expect(decodePrediction({ contentType: type!, body: bytes }).codes).toHaveLength(0);
  });
});
