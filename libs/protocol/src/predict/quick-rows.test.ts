import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { decodePredictRows } from "./json-rows.ts";
import { quickRows } from "./quick-rows.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1, numRuns: 500 });

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Rows or an error, read from bytes (with the fast path) or from text (without). */
function outcome(body: string | Uint8Array, expected: string[] | null, takesMissing: boolean): unknown {
  try {
    return decodePredictRows({ contentType: "", body }, expected, takesMissing);
  } catch (error) {
    const { status, message, detail } = error as { status: number; message: string; detail: unknown };
    return { status, message, detail };
  }
}

const cell = fc.oneof(
  { weight: 12, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  fc.constantFrom<unknown>(null, "1.5", true, "x", [1], {}, ""),
);
const names = fc.shuffledSubarray(["a", " B", "c", "__proto__"], { minLength: 1 });
const request = names.chain((columns) =>
  fc.record({
    columns: fc.constant(columns),
    rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
      maxLength: 5,
    }),
    space: fc.constantFrom<string | number>("", 1, "\t"),
    takesMissing: fc.boolean(),
    expected: fc.constantFrom(null, ["a", "b", "c", "__proto__"], ["a"], columns),
  }),
);

describe("rows read from bytes", () => {
  it("are those read from text, or the same error", () => {
    fc.assert(
      fc.property(request, ({ columns, rows, space, takesMissing, expected }) => {
        const text = JSON.stringify({ X_pred_columns: columns, X_pred_rows: rows }, null, space);
        expect(outcome(bytesOf(text), expected, takesMissing)).toEqual(outcome(text, expected, takesMissing));
      }),
    );
  });

  it("are so wherever the body is cut, with or without a blank behind", () => {
    const text = '{"X_pred_columns":["a","b"],"X_pred_rows":[[-1.5, 2e-3],[0,null]]} ';
    for (let length = 0; length <= text.length; length++) {
      for (const end of ["", " "]) {
        const cut = text.slice(0, length) + end;
        expect(outcome(bytesOf(cut), ["a", "b"], true), cut).toEqual(outcome(cut, ["a", "b"], true));
      }
    }
  });

  it("are so when a byte of the body is damaged", () => {
    const text = JSON.stringify({
      X_pred_columns: ["a", "b"],
      X_pred_rows: [
        [1.25, -2e-7],
        [0.1, Number("12345678901234567")],
      ],
    });
    fc.assert(
      fc.property(
        fc.nat({ max: text.length - 1 }),
        fc.constantFrom(...'0-e.,[]{}":n\\ '),
        (at, character) => {
          const damaged = text.slice(0, at) + character + text.slice(at + 1);
          expect(outcome(bytesOf(damaged), ["a", "b"], true)).toEqual(outcome(damaged, ["a", "b"], true));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("the fast path", () => {
  test.each([
    ['{"X_pred_columns":["a","b"],"X_pred_rows":[[1,2],[3,4]]}', [1, 2, 3, 4]],
    ['\n{ "X_pred_columns" : [ "\\u0061" , "b" ] , "X_pred_rows" : [ [ 1 , 2 ] ] } \n', [1, 2]],
    ['{"X_pred_columns":["a"],"X_pred_rows":[]}', []],
    ['{"X_pred_columns":["a"],"X_pred_rows":[[1],[22222222],[3],[44],[5555]]}', [1, 22222222, 3, 44, 5555]],
  ])("reads %s", (text, values) => {
    expect([...quickRows(bytesOf(text), false)!.X.data]).toEqual(values);
  });

  test.each([
    ["", "nothing"],
    ['{"X_pred_columns":[],"X_pred_rows":[[]]}', "no columns"],
    ['{"X_pred_columns":["a"],"X_pred_rows":[[1]],"X_pred_rows":[[2]]}', "a key twice"],
    ['{"X_pred_rows":[[1]],"X_pred_columns":["a"]}', "another order of the keys"],
    ['{"X_pred_columns":["a"],"X_pred_rows":[[1e999]]}', "a number too large"],
    ['{"X_pred_columns":["a"],"X_pred_rows":[[1,2]]}', "a long row"],
    ['{"X_pred_columns":["a"],"X_pred_rows":[[1]]}}', "something behind the end"],
    ['{"X_pred_columns":["a', "an end within a name"],
    ['\u{feff}{"X_pred_columns":["a"],"X_pred_rows":[[1]]}', "a byte order mark"],
  ])("leaves %s to JSON.parse: %s", (text) => {
    expect(quickRows(bytesOf(text), false)).toBeUndefined();
  });
});
