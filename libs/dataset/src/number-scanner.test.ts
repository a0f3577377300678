import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberScanner } from "./number-scanner.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 20 });

const scan = (text: string) => new NumberScanner(Buffer.from(`${text}\n`), 0).next();

const digits = (maxLength: number) => fc.array(fc.nat(9), { maxLength }).map((list) => list.join(""));
const exponent = fc
  .tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), fc.nat(400))
  .map((parts) => parts.join(""));
const decimal = fc
  .tuple(
    fc.constantFrom("", "-", "+"),
    digits(25),
    fc.constantFrom("", "."),
    digits(25),
    fc.option(exponent, { nil: "" }),
  )
  .filter(([, integer, point, fraction]) => integer + (point && fraction) !== "")
  .map(([sign, integer, point, fraction, power]) => `${sign}${integer}${point}${point && fraction}${power}`);

describe("NumberScanner", () => {
  it("gives Number(text) bit for bit for every decimal text", () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const expected = Number(text);
        expect(scan(text)).toBe(Number.isFinite(expected) ? expected : NaN);
      }),
      { numRuns: 20_000 },
    );
  });

  it("gives every finite float64 back from its text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const texts = [
          Object.is(value, -0) ? "-0" : String(value),
          value.toExponential(16),
          value.toPrecision(17),
        ];
        expect(texts.map(scan)).toEqual(texts.map(Number));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    "-0",
    "+1",
    ".5",
    "5.",
    "-.5e1",
    "007",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "1e22",
    "1e23",
    "1e-22",
    "1e-23",
    "123456789012345678901234567890",
    "4.9e-324",
    "1.7976931348623157e308",
    "0.1",
    "2.2250738585072011e-308",
    "0e99999",
    "1e-99999",
    "0.000000000000000000000000000001",
  ])("reads %s as Number does", (text) => {
    expect(scan(text)).toBe(Number(text));
  });

  it.each(["", " ", "-", ".", "e5", "-.", "+e1", "1e", "1e+", "x", "NaN", "Infinity", "1e400", "--1", '"1"'])(
    "finds no finite number in %j",
    (text) => {
      expect(scan(text)).toBeNaN();
    },
  );

  it("skips spaces and tabs round a number and stops at what follows", () => {
    const scanner = new NumberScanner(Buffer.from(" \t1.5 \t,0x10\n"), 0);
    expect(scanner.next()).toBe(1.5);
    expect(scanner.position).toBe(7);
    scanner.position++;
    expect(scanner.next()).toBe(0);
    expect(scanner.position).toBe(9);
  });
});
