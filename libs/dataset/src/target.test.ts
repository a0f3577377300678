import { describe, expect, it } from "vitest";
import { readNumericTarget, readTarget } from "./target.ts";
import { faultOf } from "./testing/fault-of.ts";
import { temporaryFile } from "./testing/temporary-folder.ts";

const read = (content: string) => readTarget(temporaryFile(content));

describe("readTarget", () => {
  it("gives numbers when every cell is one", () => {
    expect(read(" Quality\n1\n2.5\n")).toEqual({ column: "quality", y: Float64Array.of(1, 2.5) });
    expect(read('y\n"1"\n2\n')).toEqual({ column: "y", y: Float64Array.of(1, 2) });
  });

  it("gives trimmed labels as soon as one cell is text", () => {
    expect(read("y\r\nyes\r\n no \r\n1\r\n")).toEqual({ column: "y", y: ["yes", "no", "1"] });
    expect(read('y\n"a, ""b"""\nÄ\n').y).toEqual(['a, "b"', "Ä"]);
    expect(read("y\n0x10\n1\n").y).toEqual(["0x10", "1"]);
  });

  it.each([
    ["two columns", "y,z\n1,2\n", { line: 1, got: "2 (y, z)" }],
    ["an empty label", "y\na\n\nb\n", { line: 3, column: "y", got: "an empty cell" }],
    ["NaN among numbers", "y\n1\nNaN\n", { line: 3, column: "y", got: '"NaN"' }],
    ["NaN among labels", "y\na\nnan\n", { line: 3, column: "y", got: '"nan"' }],
    ["an overflow", "y\n1e999\n", { line: 2, got: '"1e999"' }],
    ["no rows", "y\n", { got: "a header only, no rows" }],
  ])("refuses %s", (_, content, expected) => {
    expect(faultOf(() => read(content))).toMatchObject(expected);
  });
});

describe("readNumericTarget", () => {
  it("refuses text, with line and column", () => {
    const path = temporaryFile("price\n1\nhigh\n");
    expect(readNumericTarget(temporaryFile("price\n1\n")).y).toEqual(Float64Array.of(1));
    expect(faultOf(() => readNumericTarget(path))).toMatchObject({ line: 3, column: "price", got: '"high"' });
  });
});
