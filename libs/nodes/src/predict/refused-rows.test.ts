import { decodePrediction, encodeTensors, TENSORS_TYPE, type PredictionMessage } from "@chimera/protocol";
import { describe, expect, test } from "vitest";
import { csvOf } from "./csv-prediction.ts";

import { classified, CSV, SERVER, server, predict } from "../testing/predicting.ts";

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
