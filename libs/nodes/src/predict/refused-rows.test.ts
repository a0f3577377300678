import { decodePrediction, encodeTensors, TENSORS_TYPE } from "@chimera/protocol";
import { describe, expect, test } from "vitest";

import { classified, CSV, SERVER, server, predict } from "../testing/predicting.ts";

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
      "a CSV that lost its line ends",
      `${names.join(",")}1,2,3,45,6,7,8`,
      CSV,
      /a header only, no rows.*--data-binary keeps them/,
    ],
    ["a CSV with a header alone", names.join(","), CSV, /got a header only, no rows.*--data-binary/],
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

  test.each([undefined, "application/x-www-form-urlencoded", "application/json"])(
    "CSV under the type %s, with what to send",
    async (contentType) => {
      const { status, text } = await predict(server, SERVER, `${names.join(",")}\n1,2,3,4\n`, contentType);
      expect(status).toBe(422);
      const [{ type, msg }] = (JSON.parse(text) as { detail: { type: string; msg: string }[] }).detail;
      expect(type).toBe("json_invalid");
      expect(msg).toMatch(/^JSON decode error: this looks like CSV: send content-type: text\/csv \(curl: /);
    },
  );

  test.each(['{"X_pred_columns": ["a",', "[1,", "NaN", '{"a": 1,}\n'])(
    "broken JSON is not taken for CSV: %s",
    async (body) => {
      const { status, text } = await predict(server, SERVER, body);
      expect(status).toBe(422);
      expect(text).toContain('"msg":"JSON decode error"');
    },
  );

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
