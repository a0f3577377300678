import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkedColumns } from "./columns.ts";
import { DatasetError } from "./dataset-error.ts";
import { featuresOf } from "./features.ts";
import { parseNumericTable } from "./numeric-table.ts";
import { parseTextTable } from "./text-table.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 20 });

/** The table by the fast path, in blocks of few bytes; undefined when that path declines. */
function fast(text: string, allowMissing = false, blockSize = 16) {
  const bytes = Buffer.from(text);
  const read = (target: Uint8Array, at: number) => bytes.copy(target, 0, at);
  const table = parseNumericTable(read, allowMissing, blockSize);
  return table && { columns: checkedColumns("file.csv", table.header), X: table.X };
}

const general = (text: string, allowMissing = false) =>
  featuresOf(parseTextTable("file.csv", Buffer.from(text)), allowMissing);

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

const missing = fc.constantFrom("", "NA", "nan", "NaN", "null", "NULL", "?");
const cellOrNone = fc.oneof(
  cell,
  fc.tuple(blanks, missing, blanks).map((parts) => parts.join("")),
);

/** A table of such cells as text, and the cells. */
const tableOf = (cell: fc.Arbitrary<string>, minWidth = 1) =>
  fc.integer({ min: minWidth, max: 5 }).chain((width) =>
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
      fc.property(tableOf(cell), fc.integer({ min: 1, max: 99 }), (table, blockSize) => {
        const { header, rows, lineBreak, ending } = table;
        const text = [header, ...rows].map((cells) => cells.join(",")).join(lineBreak) + ending;
        const read = fast(text, false, blockSize);
        expect(read).toEqual(general(text));
        expect([...read!.X.data]).toEqual(rows.flat().map(Number));
      }),
      { numRuns: 1000 },
    );
  });

  it("read the same numbers and missing values, where they are allowed", () => {
    fc.assert(
      fc.property(tableOf(cellOrNone, 2), ({ header, rows, lineBreak, ending }) => {
        const text = [header, ...rows].map((cells) => cells.join(",")).join(lineBreak) + ending;
        const read = fast(text, true);
        expect(read).toEqual(general(text, true));
        const numberOf = (cell: string) => (cell.trim() === "" ? NaN : Number(cell));
        expect([...read!.X.data]).toEqual(rows.flat().map(numberOf));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([false, true])(
    "agree on any text, missing values allowed: %s: the fast path reads nothing that the general path refuses",
    (allowMissing) => {
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
        "NA",
        "?,",
        "null",
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
          const text = pieces.join("");
          const [left, right] = [() => fast(text, allowMissing), () => general(text, allowMissing)].map(
            outcome,
          );
          if (left !== undefined) expect(left).toEqual(right);
        }),
        { numRuns: 20_000 },
      );
    },
  );
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
