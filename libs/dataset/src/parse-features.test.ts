import { describe, expect, test } from "vitest";
import { DatasetError } from "./dataset-error.ts";
import { parseFeatures } from "./parse-features.ts";

const parse = (text: string, allowMissing = false) =>
  parseFeatures("The body", new TextEncoder().encode(text), { allowMissing });

describe("features in memory", () => {
  test.each([
    ["plain", "b,A\n1,2\n3,4.5\n"],
    ["with Windows line ends and a byte order mark", "\ufeffb,A\r\n1,2\r\n3,4.5\r\n"],
    ["with quotes", '"b"," A "\n"1",2\n3,"4.5"'],
  ])("are read: %s", (_, text) => {
    const { columns, X } = parse(text);
    expect(columns).toEqual(["b", "a"]);
    expect(X).toMatchObject({ nRows: 2, nColumns: 2 });
    expect([...X.data]).toEqual([1, 2, 3, 4.5]);
  });

  test("may have missing values where that is allowed", () => {
    expect([...parse("a,b\n1,\nNA,2\n", true).X.data]).toEqual([1, NaN, NaN, 2]);
  });

  test.each([
    ["a text", "a,b\n1,x\n", /^The body, line 2, column "b": expected a number/],
    ["a missing value", "a,b\n1,\n", /line 2, column "b"/],
    ["a short row", "a,b\n1\n", /line 2/],
    ["a column twice", "a,A\n1,2\n", /The body/],
    ["a header alone", "a,b\n", /The body/],
    ["nothing", "", /The body/],
    ["UTF-16", "\u0000", /The body/],
  ])("are refused with %s", (_, text, message) => {
    expect(() => parse(text)).toThrow(DatasetError);
    expect(() => parse(text)).toThrow(message);
  });

  test("UTF-16 is told by its mark", () => {
    expect(() => parseFeatures("The body", Uint8Array.of(0xff, 0xfe, 0x61, 0))).toThrow("got UTF-16 text");
  });
});
