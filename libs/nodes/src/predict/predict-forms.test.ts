import { decodePrediction, encodePredictMatrix, TENSORS_TYPE } from "@chimera/protocol";
import { describe, expect, test } from "vitest";
import { aggregation } from "../testing/masters.ts";
import { modelWorker } from "../testing/recorded.ts";

import {
  classified,
  measured,
  CSV,
  JSON_TYPE,
  fitted,
  SERVER,
  BAGGING,
  server,
  regressor,
  forest,
  bagging,
  predict,
  threeRows,
  type Answer,
} from "../testing/predicting.ts";

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
