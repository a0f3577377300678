import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { decimalQuotient } from "./decimal-quotient.ts";
import { POWERS_OF_TEN } from "./powers-of-ten.ts";
import { readNumbers } from "./read-numbers.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1, numRuns: 2000 });

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the list holds; undefined when `readNumbers` leaves it to others. */
function read(text: string, count: number, takesNull = false): number[] | undefined {
  const numbers = new Float64Array(count);
  const end = readNumbers(bytesOf(text), 1, numbers, 0, count, takesNull);
  return end === text.length ? [...numbers] : undefined;
}

const digits = (least: number, most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: least, maxLength: most });
/** Whatever looks like a number, of JSON or not: `007`, `1.`, `.5`, `+1`. */
const looksLikeNumber = fc
  .tuple(
    fc.constantFrom("", "", "-", "+"),
    digits(0, 20),
    fc.oneof(
      fc.constant(""),
      digits(0, 22).map((decimals) => `.${decimals}`),
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      fc.tuple(fc.constantFrom("e", "E", "e+", "e-"), digits(0, 4)).map((parts) => parts.join("")),
    ),
  )
  .map((parts) => parts.join(""));
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const written = fc.oneof(
  double.map((value) => JSON.stringify(value)),
  // Sixteen to eighteen digits round a number in everyday use: the ones that one division does not settle.
  fc
    .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 17 }))
    .map(([value, decimals]) => value.toFixed(decimals)),
  fc.integer().map(String),
  looksLikeNumber,
);
const blank = fc.constantFrom("", "", "", " ", "\n", "\t ", "\r\n");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe("readNumbers", () => {
  it("gives what JSON.parse gives, bit for bit, and declines what that refuses or cannot hold", () => {
    const list = fc.array(fc.tuple(blank, written, blank), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(list, (cells) => {
        const text = `[${cells.map((parts) => parts.join("")).join(",")}]`;
        const values = parsed(text) as number[] | undefined;
        const isRead = values !== undefined && values.every(Number.isFinite);
        expect(read(text, cells.length)).toEqual(isRead ? values : undefined);
      }),
    );
  });

  it("takes null only where it may be", () => {
    expect(read("[1,null , 2]", 3, true)).toEqual([1, NaN, 2]);
    expect(read("[1,null,2]", 3)).toBeUndefined();
    expect(read("[nul]", 1, true)).toBeUndefined();
  });

  test.each([
    "[1,2",
    "[1,2]",
    "[1,2,3,4]",
    "[1,,3]",
    "[1,2,]",
    '[1,"2",3]',
    "[1,[2],3]",
    "[1 2,3]",
    "[]",
    "[",
  ])("%s are not three numbers", (text) => expect(read(text, 3)).toBeUndefined());
});

test("a quotient of many digits is that of Number, or left to it where two numbers are as near", () => {
  const part = fc.integer({ min: 0, max: 999_999_999 });
  let nTold = 0;
  fc.assert(
    fc.property(part, part, fc.integer({ min: 0, max: 22 }), (a, b, decimals) => {
      const quotient = decimalQuotient(a, 1e9, b, POWERS_OF_TEN[decimals]);
      if (Number.isNaN(quotient)) return;
      nTold++;
      expect(quotient).toBe(Number(`${a}${String(b).padStart(9, "0")}e-${decimals}`));
    }),
  );
  expect(nTold).toBeGreaterThan(1700);
  // 2⁵³ + 1 lies in the middle of two numbers.
  expect(decimalQuotient(9_007_199, 1e9, 254_740_993, 1)).toBeNaN();
});
