import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkedColumns } from "./columns.ts";
import { DatasetError } from "./dataset-error.ts";
import { featuresOf } from "./features.ts";
import { parseNumericTable } from "./numeric-table.ts";
import { parseTextTable } from "./text-table.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 20 });

/** The table by the fast path; undefined when that path declines. */
function fast(text: string) {
  const table = parseNumericTable(Buffer.from(text));
  return table && { columns: checkedColumns("file.csv", table.header), X: table.X };
}

const general = (text: string) => featuresOf(parseTextTable("file.csv", Buffer.from(text)));

const blanks = fc.constantFrom("", "", " ", "\t", "  ");
const number = fc.oneof(
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Object.is(value, -0) ? "-0" : String(value))),
  fc.integer().map(String),
  fc.constantFrom("+1", ".5", "5.", "1E3", "1e-7", "-0.0", "007"),
);
const cell = fc.tuple(blanks, number, blanks).map((parts) => parts.join(""));
const lineBreak = fc.constantFrom("\n", "\r\n");
const ending = fc.constantFrom("", "\n", "\r\n", "\n\n", "\r\n\r\n");

/** A table of numbers as text, and the numbers. */
const table = fc.integer({ min: 1, max: 5 }).chain((width) =>
  fc.record({
    header: fc.constantFrom(
      Array.from({ length: width }, (_, j) => ` Column ${j}`),
      Array.from({ length: width }, (_, j) => `"Größe ""${j}"""`),
    ),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    lineBreak,
    ending,
  }),
);

describe("fast path and general path", () => {
  it("read the same numbers from every table of numbers", () => {
    fc.assert(
      fc.property(table, ({ header, rows, lineBreak, ending }) => {
        const text = [header, ...rows].map((cells) => cells.join(",")).join(lineBreak) + ending;
        const read = fast(text);
        expect(read).toEqual(general(text));
        expect([...read!.X.data]).toEqual(rows.flat().map(Number));
      }),
      { numRuns: 1000 },
    );
  });

  it("agree on any text: the fast path reads nothing that the general path refuses", () => {
    const piece = fc.constantFrom(
      ...'0123456789.,,,\n\n\n\r\t -+eE"xé;'.split(""),
      "\r\n",
      "1,2",
      "a,b\n",
      "a\n",
      "NaN",
      "Infinity",
      "0x1",
      "1e999",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const [left, right] = [() => fast(text), () => general(text)].map(outcome);
        if (left !== undefined) expect(left).toEqual(right);
      }),
      { numRuns: 20_000 },
    );
  });
});

/** A result, or the message of a DatasetError; any other error passes through. */
function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof DatasetError) return error.message;
    throw error;
  }
}
