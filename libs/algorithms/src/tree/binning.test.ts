import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, takeColumns } from "../tensor/matrix.ts";
import { BinLookup } from "./bin-lookup.ts";
import { binMatrix } from "./binned-matrix.ts";
import { binsOf, midpoint } from "./bins.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const values = fc.array(fc.oneof(finite, fc.integer({ min: -20, max: 20 })), {
  minLength: 1,
  maxLength: 300,
});
const maxBins = fc.integer({ min: 2, max: 256 });

describe("midpoint", () => {
  test("worked examples", () => {
    expect(midpoint(1, 2)).toBe(1.5);
    expect(midpoint(-Number.MAX_VALUE, Number.MAX_VALUE)).toBe(0);
    expect(midpoint(1, 1 + Number.EPSILON)).toBe(1);
  });

  test("parts its two values", () => {
    fc.assert(
      fc.property(finite, finite, (x, y) => {
        const [a, b] = [Math.min(x, y), Math.max(x, y)];
        fc.pre(a < b);
        expect(midpoint(a, b)).toBeGreaterThanOrEqual(a);
        expect(midpoint(a, b)).toBeLessThan(b);
      }),
    );
  });
});

describe("bins of a feature", () => {
  test("few distinct values have a bin each", () => {
    const { lower, upper } = binsOf(Float64Array.of(1, 1, 2, 5, 5), 3);
    expect([...lower]).toEqual([1, 2, 5]);
    expect([...upper]).toEqual([1, 2, 5]);
  });

  test("many distinct values share bins of equal count", () => {
    const { lower, upper } = binsOf(Float64Array.of(1, 2, 3, 4, 5, 6), 3);
    expect([...lower]).toEqual([1, 3, 5]);
    expect([...upper]).toEqual([2, 4, 6]);
  });

  test("a frequent value takes one bin and leaves the others to the rest", () => {
    const { lower, upper } = binsOf(Float64Array.of(0, 0, 0, 0, 0, 0, 1, 2, 3, 4), 3);
    expect([...lower]).toEqual([0, 1, 3]);
    expect([...upper]).toEqual([0, 2, 4]);
  });

  test("are at most maxBins, in order, disjoint, and hold every value", () => {
    fc.assert(
      fc.property(values, maxBins, (list, most) => {
        const sorted = Float64Array.from(list).sort();
        const { lower, upper } = binsOf(sorted, most);
        expect(lower).toHaveLength(upper.length);
        expect(lower.length).toBeLessThanOrEqual(most);
        for (let b = 1; b < lower.length; b++) expect(upper[b - 1]).toBeLessThan(lower[b]);
        expect(sorted.every((x) => lower.some((low, b) => low <= x && x <= upper[b]))).toBe(true);
      }),
    );
  });
});

describe("the lookup of a bin", () => {
  const encodeOne = (lookup: BinLookup, x: number) => {
    const code = new Uint8Array(1);
    lookup.encode(Float64Array.of(x), code, 0, 1, 1);
    return code[0];
  };

  test("finds the bin that a value was put into", () => {
    fc.assert(
      fc.property(values, maxBins, (list, most) => {
        const bins = binsOf(Float64Array.from(list).sort(), most);
        const lookup = new BinLookup(bins);
        for (const x of list) {
          const b = encodeOne(lookup, x);
          expect(bins.lower[b] <= x && x <= bins.upper[b]).toBe(true);
        }
      }),
    );
  });

  test("agrees with counting the edges below, for any value", () => {
    fc.assert(
      fc.property(values, maxBins, finite, (list, most, x) => {
        const bins = binsOf(Float64Array.from(list).sort(), most);
        const edges = [...bins.upper].slice(0, -1).map((upper, b) => midpoint(upper, bins.lower[b + 1]));
        expect(encodeOne(new BinLookup(bins), x)).toBe(edges.filter((edge) => edge < x).length);
      }),
    );
  });
});

describe("binning a matrix", () => {
  test("writes the number of the bin of every value", () => {
    const X = matrixFromRows([
      [7, -1],
      [3, -1],
      [5, -1],
    ]);
    const { codes, features } = binMatrix(X, 255, createRandom(0));
    expect([...codes]).toEqual([2, 0, 0, 0, 1, 0]);
    expect(features.map(({ lower }) => [...lower])).toEqual([[3, 5, 7], [-1]]);
  });

  /** 30,000 rows: column 0 has 5 common values and 2 rare ones, column 1 one common and 300 rare, column 2 is continuous. */
  function large() {
    const n = 30_000;
    const X = matrix(n, 3);
    for (let i = 0; i < n; i++) X.data.set([i % 5, 0, i / n], i * 3);
    X.data[3 * 12_345] = 2.5;
    X.data[3 * 23_456] = -9;
    for (let k = 0; k < 300; k++) X.data[3 * (k * 97 + 11) + 1] = k + 1;
    return X;
  }

  test("is exact also for values that the sample of a large matrix may have missed", () => {
    for (const seed of [1, 2, 3, 4]) {
      const X = large();
      const { codes, features } = binMatrix(X, 255, createRandom(seed));
      expect([...features[0].lower]).toEqual([-9, 0, 1, 2, 2.5, 3, 4]);
      const decoded = Float64Array.from({ length: X.nRows }, (_, i) => features[0].lower[codes[3 * i]]);
      const values = takeColumns(X, [0]).data;
      expect(decoded.every((x, i) => x === values[i])).toBe(true);
    }
  });

  test("keeps to maxBins when rare values are too many for exact bins, and keeps their order", () => {
    const X = large();
    const { codes, features } = binMatrix(X, 16, createRandom(0));
    expect(features[1].lower.length).toBeLessThanOrEqual(16);
    const codeOf = new Map(Array.from({ length: X.nRows }, (_, i) => [X.data[3 * i + 1], codes[3 * i + 1]]));
    const inOrder = [...codeOf].sort(([a], [b]) => a - b).map(([, code]) => code);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
  });

  test("makes bins of about equal count from a sample", () => {
    const { codes, features } = binMatrix(large(), 10, createRandom(0));
    const counts = new Int32Array(features[2].lower.length);
    for (let i = 2; i < codes.length; i += 3) counts[codes[i]]++;
    expect(counts).toHaveLength(10);
    counts.forEach((count) => expect(Math.abs(count - 3000)).toBeLessThan(150));
  });
});
