import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, quantile } from "./quantile.ts";

fc.configureGlobal({ seed: 1 });

const weighted = fc
  .array(fc.record({ value: fc.integer({ min: -9, max: 9 }), weight: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .filter((items) => items.some(({ weight }) => weight > 0));

describe("quantile", () => {
  test("interpolates between the values beside its rank", () => {
    const values = Float64Array.of(10, 2, 4);
    expect([0, 0.25, 0.5, 0.75, 1].map((q) => quantile(values, q, null))).toEqual([2, 3, 4, 7, 10]);
    expect(quantile(Float64Array.of(5), 0.3, null)).toBe(5);
  });

  test("is what sorting gives, and leaves the values as they are", () => {
    const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, q) => {
        const given = Float64Array.from(list);
        const sorted = given.slice().sort();
        const h = (list.length - 1) * q;
        const [low, high] = [sorted[Math.floor(h)], sorted[Math.ceil(h)]];
        expect(quantile(given, q, null)).toBeCloseTo(low + (h - Math.floor(h)) * (high - low), 12);
        expect(Array.from(given)).toEqual(list);
      }),
    );
  });

  test("weights that are whole numbers are repeats", () => {
    fc.assert(
      fc.property(weighted, fc.double({ min: 0, max: 1, noNaN: true }), (items, q) => {
        const values = Float64Array.from(items, ({ value }) => value);
        const weights = Float64Array.from(items, ({ weight }) => weight);
        const repeated = Float64Array.from(
          items.flatMap(({ value, weight }) => new Array(weight).fill(value)),
        );
        expect(quantile(values, q, weights)).toBe(quantile(repeated, q, null));
        expect(median(values, weights)).toBe(median(repeated, null));
      }),
    );
  });

  test("the median does not depend on the scale of the weights", () => {
    const values = Float64Array.of(1, 2, 3, 4);
    expect(median(values, Float64Array.of(0.1, 0.1, 0.1, 0.1))).toBe(2.5);
    expect(median(values, Float64Array.of(0.1, 0.1, 0.1, 0.7))).toBe(4);
  });
});
