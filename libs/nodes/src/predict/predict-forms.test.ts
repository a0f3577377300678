import { RandomForestClassifier } from "@chimera/algorithms";
import {
  decodePrediction,
  encodePredictMatrix,
  encodeTensors,
  TENSORS_TYPE,
  type PredictionMessage,
} from "@chimera/protocol";
import { describe, expect, test } from "vitest";
import type { NodeApp } from "../http/node-app.ts";
import { aggregation, parameterServer } from "../testing/masters.ts";
import { modelWorker, recordedDataset, sgdWorker } from "../testing/recorded.ts";
import { csvOf } from "./csv-prediction.ts";

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
    const { codes, classes, probabilities } = decodePrediction({ contentType: type!, body: bytes }, 3);
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
    const { codes, classes, probabilities } = decodePrediction({ contentType: type!, body: bytes }, 3);
    expect(probabilities).toBeUndefined();
    expect(Array.from(codes!, (code) => classes![code])).toEqual(y_pred_rows);
  });

  test.each([
    ["text/csv;q=0.1, application/json", JSON_TYPE],
    ["text/*", CSV],
    ["*/*", JSON_TYPE],
    ["application/json;q=0, text/csv", CSV],
  ])("what is liked best goes back: %s", async (accept, type) => {
    const { json } = threeRows(classified);
    expect((await predict(server, SERVER, json, JSON_TYPE, accept)).type).toContain(type);
  });
});

describe("what comes and what may go back", () => {
  const { json, csv } = threeRows(classified);

  test.each(["image/png", "text/html, application/xml;q=0.9", "text/csv;q=0"])(
    "a client that takes %s alone is told what there is, and nothing else is done",
    async (accept) => {
      const { status, text, type } = await predict(server, SERVER, json, JSON_TYPE, accept);
      expect(status).toBe(406);
      expect(type).toContain(JSON_TYPE);
      expect(text).toMatch(/text\/csv.*Accept takes none of these/);
    },
  );

  test.each([
    "application/json; charset=utf-8",
    "application/x-www-form-urlencoded",
    "text/plain;charset=UTF-8",
    "application/octet-stream",
    "application/vnd.api+json",
    "nonsense",
  ])("JSON is read under %s, as chimera 0.1 does", async (contentType) => {
    expect((await predict(server, SERVER, json, contentType)).status).toBe(200);
  });

  test.each(["multipart/form-data; boundary=x", "application/x-npy", "image/png", "text/html"])(
    "%s is refused by name",
    async (contentType) => {
      const { status, text } = await predict(server, SERVER, json, contentType);
      expect(status).toBe(415);
      expect(text).toContain(contentType);
    },
  );

  test("CSV in another encoding is refused", async () => {
    expect((await predict(server, SERVER, csv, "text/csv; charset=ISO-8859-1")).status).toBe(415);
    expect((await predict(server, SERVER, `\u{feff}${csv}`, "text/csv; charset=UTF-8")).status).toBe(200);
    const wide = Buffer.from(`\u{feff}${csv}`, "utf16le");
    expect((await predict(server, SERVER, wide, CSV)).text).toContain("got UTF-16 text");
  });

  test("a byte order mark, CRLF, quotes and blank lines at the end change nothing", async () => {
    const [header, ...lines] = csv.split("\n");
    const quoted = header
      .split(",")
      .map((name) => `" ${name.toUpperCase()} "`)
      .join(",");
    const dressed = `\u{feff}${[quoted, ...lines].join("\r\n")}\r\n\r\n`;
    expect((await predict(server, SERVER, dressed, CSV)).text).toBe(
      (await predict(server, SERVER, csv, CSV)).text,
    );
  });

  test("a model worker takes and answers the same forms", async () => {
    const worker = modelWorker(forest, classified);
    const path = "/v1/chimera/model";
    expect((await worker.request(`${path}/fit`, { method: "POST" })).status).toBe(200);
    const { tensors } = threeRows(classified);
    for (const accept of [JSON_TYPE, CSV, TENSORS_TYPE]) {
      const answers = [
        await predict(worker, path, json, JSON_TYPE, accept),
        await predict(worker, path, csv, CSV, accept),
        await predict(worker, path, tensors, TENSORS_TYPE, accept),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
  });

  test("float32 rows are those of their float64 values", async () => {
    const { tensors } = threeRows(classified);
    const data = Float32Array.from(classified.X.data.subarray(0, 8));
    const X = { nRows: 2, nColumns: 4, data };
    const wide = { ...X, data: Float64Array.from(data) };
    const ask = (rows: typeof X | typeof wide): Promise<Answer> =>
      predict(
        bagging,
        BAGGING,
        encodePredictMatrix(classified.columns, rows).body as Uint8Array,
        TENSORS_TYPE,
      );
    expect(await ask(X)).toEqual(await ask(wide));
    expect((await predict(bagging, BAGGING, tensors, TENSORS_TYPE)).status).toBe(200);
  });

  test("workers that are missing are named in every form", async () => {
    const master = aggregation("classifier", {
      w: modelWorker(forest, classified, "w"),
      w2: modelWorker(forest, classified, "w2"),
    });
    await fitted(master, BAGGING);
    master.apps.delete("http://w2");
    const report = { name: "w2", state: "failed", failure: { order: "predict" } };
    expect(JSON.parse((await predict(master.app, BAGGING, json)).text)).toMatchObject({ workers: [report] });
    const { bytes } = await predict(master.app, BAGGING, json, JSON_TYPE, TENSORS_TYPE);
    expect(decodePrediction({ contentType: TENSORS_TYPE, body: bytes }, 3).workers).toMatchObject([report]);
    const headers = { "content-type": CSV, accept: CSV };
    const response = await master.app.request(`${BAGGING}/predict`, { method: "POST", headers, body: csv });
    expect(response.headers.get("chimera-missing-workers")).toBe("w2");
  });
});

describe("labels in CSV", () => {
  const message = (label: string): PredictionMessage => ({
    codes: Int32Array.of(1, 0),
    classes: ["plain", label],
    probabilities: { nRows: 2, nColumns: 2, data: Float64Array.of(0.25, 0.75, 1, 0) },
  });

  test.each([
    ["a,b", '"a,b"', '"probability of a,b"'],
    ['say "c"', '"say ""c"""', '"probability of say ""c"""'],
    ["two\nlines", '"two\nlines"', '"probability of two\nlines"'],
    [" blank", '" blank"', "probability of  blank"],
    ["ä;ö", "ä;ö", "probability of ä;ö"],
  ])("%j is quoted where it must be", (label, cell, column) => {
    expect(csvOf(message(label))).toBe(
      `prediction,probability of plain,${column}\n${cell},0.25,0.75\nplain,1,0\n`,
    );
  });

  test("without probabilities, and without rows", () => {
    expect(csvOf({ codes: Int32Array.of(1), classes: ["a", "b,c"] })).toBe('prediction\n"b,c"\n');
    expect(csvOf({ values: new Float64Array(0), classes: null })).toBe("prediction\n");
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
    ["a CSV with a header alone", names.join(","), CSV, /got a header only, no rows/],
    [
      "a column twice in CSV",
      `${names.join(",")},${names[0].toUpperCase()}\n1,2,3,4,5\n`,
      CSV,
      /line 1, column/,
    ],
    [
      "a column too many",
      `${names.join(",")},species\n1,2,3,4,setosa\n`,
      CSV,
      /header of the CSV must.*unknown: \[species\]/,
    ],
    ["a column __proto__", "__proto__,constructor\n1,2\n", CSV, /unknown: \[__proto__, constructor\]/],
    [
      "a huge cell",
      `${names.join(",")}\n1,2,${"9".repeat(200_000)},4\n`,
      CSV,
      /line 2, column .*finite number/,
    ],
    ["an unclosed quote", `${names.join(",")}\n1,2,"3,4\n`, CSV, /quotes/],
    ["semicolons", `${names.join(";")}\n1;2;3;4\n`, CSV, /commas/],
    ["bytes that are no text", new Uint8Array(1000).fill(255), CSV, /The body/],
    ["as many columns as fit in", "a,".repeat(400_000), CSV, /The body, line 1/],
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
    [
      "billions of rows without cells",
      encodeTensors({ X: { shape: [2 ** 31 - 1, 0], data: new Float64Array(0) } }, { columns: [] }),
      TENSORS_TYPE,
      /Missing: \[sepal length/,
    ],
    [
      "names that are no texts",
      encodeTensors({ X: { shape: [1, 4], data: new Float64Array(4) } }, { columns: [1, 2, 3, 4] }),
      TENSORS_TYPE,
      /"metadata"|"columns"/,
    ],
    ["a body cut short", X(Float64Array.of(1, 2, 3, 4)).slice(0, -8), TENSORS_TYPE, /is cut/],
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
    expect(decodePrediction({ contentType: type!, body: bytes }, 0).codes).toHaveLength(0);
  });
});
