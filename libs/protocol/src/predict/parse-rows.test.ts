import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RequestError } from "../errors/errors.ts";
import { decodePredictInput, type Cell } from "../messages/predict.ts";
import { parsePredictRows } from "./parse-rows.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const input = (columns: string[], rows: unknown[]): { X_pred_columns: string[]; X_pred_rows: Cell[][] } => ({
  X_pred_columns: columns,
  X_pred_rows: rows as Cell[][],
});

describe("decodePredictInput", () => {
  it("tells the first of the columns that is no name", () => {
    const body = JSON.stringify({ X_pred_columns: ["a", 1, 2], X_pred_rows: [] });
    const decode = (): unknown => decodePredictInput({ contentType: "", body });
    const fault = { type: "string_type", loc: ["body", "X_pred_columns", 1], input: 1 };
    expect(decode).toThrow(
      expect.objectContaining({
        status: 422,
        detail: [{ ...fault, msg: "Invalid input: expected string, received number" }],
      }),
    );
  });
});

describe("parsePredictRows", () => {
  it("matches columns by name, trimmed and in lower case, and reorders them", () => {
    const parsed = parsePredictRows(
      input(
        [" B", "a "],
        [
          [2, 1],
          [4, 3],
        ],
      ),
      ["a", "b"],
    );
    expect(parsed).toEqual({ X: Float64Array.of(1, 2, 3, 4), nRows: 2, nColumns: 2, columns: ["a", "b"] });
  });

  it("takes numbers in texts, and booleans", () => {
    const { X } = parsePredictRows(input(["a", "b", "c"], [["1.5", true, " -2e3 "]]), ["a", "b", "c"]);
    expect([...X]).toEqual([1.5, 1, -2000]);
  });

  it("takes null for a missing value where the model does", () => {
    const request = input(["b", "a"], [[null, 1]]);
    expect(parsePredictRows(request, ["a", "b"], true).X).toEqual(Float64Array.of(1, NaN));
    for (const cell of ["", "NaN", undefined]) {
      expect(() => parsePredictRows(input(["a"], [[cell]]), ["a"], true)).toThrow(RequestError);
    }
  });

  it("is fine with no rows", () => {
    expect(parsePredictRows(input(["a"], []), ["a"])).toMatchObject({ nRows: 0, nColumns: 1 });
  });

  it("keeps the request's order where nobody knows the columns", () => {
    expect(parsePredictRows(input([" Z", "a"], [[1, 2]]), null)).toMatchObject({
      X: Float64Array.of(1, 2),
      columns: ["z", "a"],
    });
  });

  it("gives the same numbers for any order of the columns", () => {
    const names = ["a", "b", "c", "d"];
    const rows = fc.array(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 }),
    );
    const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(rows, orders, (rows, order) => {
        const shuffled = input(
          order.map((j) => names[j]),
          rows.map((row) => order.map((j) => row[j])),
        );
        expect([...parsePredictRows(shuffled, names).X]).toEqual(rows.flat());
      }),
    );
  });

  it.each([
    [
      "a missing column",
      input(["a"], [[1]]),
      /columns of the training data, in any order: \[a, b\].*Missing: \[b\]; unknown: none/,
    ],
    ["an unknown column", input(["a", "b", "c"], []), /Missing: none; unknown: \[c\]/],
    ["a repeated column", input(["a", "B", "b"], []), /names \[b\] more than once/],
    ["a short row", input(["a", "b"], [[1, 2], [1]]), /X_pred_rows\[1\] needs 2 values.*got 1/],
    ["a row that is none", input(["a", "b"], [[1, 2], 7]), /X_pred_rows\[1\] needs 2 values.*no list/],
    [
      "a text",
      input(["b", "a"], [[1, "x"]]),
      /X_pred_rows\[0\], column a: expected a finite number, got "x"/,
    ],
    ["an empty text", input(["a", "b"], [[1, " "]]), /column b: .*got " "/],
    ["null", input(["a", "b"], [[null, 1]]), /column a: .*got null/],
    ["a nested value", input(["a", "b"], [[[1], 1]]), /column a: .*got a nested value/],
    ["an infinite text", input(["a", "b"], [["Infinity", 1]]), /column a: .*got "Infinity"/],
    [
      "a number too large",
      input(["a", "b"], [JSON.parse("[1e999, 1]")]),
      /column a: expected a finite number, got a number too large for float64/,
    ],
    ["a hexadecimal text", input(["a", "b"], [["0x10", 1]]), /column a: .*got "0x10"/],
  ])("refuses %s", (_, request, message) => {
    const parse = (): unknown => parsePredictRows(request, ["a", "b"]);
    expect(parse).toThrow(RequestError);
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ status: 422 }));
  });

  it("keeps its sentence short with many columns", () => {
    const many = Array.from({ length: 784 }, (_, j) => `pixel${j}`);
    const message = messageOf(() => parsePredictRows(input([], []), many));
    expect(message).toContain("and 754 more");
    expect(message.length).toBeLessThan(900);
  });

  it("cuts long names and long cells", () => {
    const long = "x".repeat(1_000_000);
    expect(messageOf(() => parsePredictRows(input([long], []), ["a"])).length).toBeLessThan(300);
    expect(messageOf(() => parsePredictRows(input(["a"], [[long]]), ["a"])).length).toBeLessThan(300);
  });

  it("refuses very many columns as fast as it reads them", () => {
    const columns = Array.from({ length: 200_000 }, (_, j) => `column${j}`);
    expect(messageOf(() => parsePredictRows(input(columns, []), ["a"]))).toContain("and 199970 more");
  });

  it("names each repeated column", () => {
    const message = messageOf(() => parsePredictRows(input(["a", "A", "b", "a "], []), ["a", "b"]));
    expect(message).toContain("names [a, a] more than once");
  });
});

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Expected an error.");
}
