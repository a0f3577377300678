import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slopeOf } from "./slope.ts";

describe("slopeOf", () => {
  it("finds the exponent of a power law", () => {
    const exponents = fc.record({
      s: fc.double({ min: 0, max: 3, noNaN: true }),
      c: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(exponents, ({ s, c }) => {
        const points = [10, 20, 50, 400].map((size) => ({ size, seconds: c * size ** s }));
        expect(slopeOf(points)).toBeCloseTo(s, 9);
      }),
      { seed: 1 },
    );
  });

  it("is not led astray by one constant factor of noise on all points", () => {
    const points = [1, 2, 4].map((size, i) => ({ size, seconds: size * [1, 1.1, 1][i] }));
    expect(slopeOf(points)).toBeCloseTo(1, 12);
  });

  it("refuses points of one size", () => {
    expect(() => slopeOf([{ size: 3, seconds: 1 }])).toThrow("at least two sizes");
  });
});
