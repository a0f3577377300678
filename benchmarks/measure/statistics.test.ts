import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summarize } from "./statistics.ts";

describe("summarize", () => {
  it("takes the middle value, or the mean of the two in the middle", () => {
    expect(summarize([9, 1, 4])).toEqual({ median: 4, min: 1, max: 9 });
    expect(summarize([9, 1, 4, 6])).toEqual({ median: 5, min: 1, max: 9 });
  });

  it("has as many values below the median as above it", () => {
    const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, (values) => {
        const { median, min, max } = summarize(values);
        expect(values.filter((value) => value < median).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > median).length).toBeLessThanOrEqual(values.length / 2);
        expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
      }),
    );
  });

  it("refuses to summarise nothing", () => {
    expect(() => summarize([])).toThrow("at least one measurement");
  });
});
