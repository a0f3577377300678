import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, takeRows } from "../tensor/matrix.ts";
import { mergeScatter, packedIndex, scatterOf } from "./index.ts";

const plain = { weights: null, isCentred: true };

/** Rows of a few scales and offsets, the last column constant. */
function made(n: number, seed: number) {
  const random = createRandom(seed);
  const X = matrix(n, 4);
  for (let at = 0; at < n * 4; at += 4) {
    X.data.set([random.normal(), 1e6 + random.normal(), 1e-3 * random.normal(), 0.1], at);
  }
  const y = new Float64Array(n).map(() => random.normal() - 5);
  return { X, y };
}

describe("the scatter", () => {
  test("a worked example", () => {
    const X = matrixFromRows([[1], [3], [5]]);
    const { rows, weight, mean, scatter } = scatterOf(X, Float64Array.of(2, 2, 8), plain);
    expect({ rows, weight, mean: [...mean], scatter: [...scatter] }).toEqual({
      ...{ rows: 3, weight: 3, mean: [3, 4] },
      // Σ (x − 3)², Σ (x − 3)(y − 4), Σ (y − 4)²
      scatter: [8, 12, 24],
    });
  });

  test("a row of weight 2 counts as two rows, one of weight 0 as none", () => {
    const X = matrixFromRows([[1], [3], [4], [3]]);
    const y = Float64Array.of(2, 5, 9, 5);
    const weighted = scatterOf(takeRows(X, [0, 1, 2]), y.slice(0, 3), {
      weights: Float64Array.of(1, 2, 0),
      isCentred: true,
    });
    const repeated = scatterOf(takeRows(X, [0, 1, 3]), Float64Array.of(2, 5, 5), plain);
    expect(weighted.weight).toBe(3);
    weighted.mean.forEach((mean, j) => expect(mean).toBeCloseTo(repeated.mean[j], 14));
    weighted.scatter.forEach((value, at) => expect(value).toBeCloseTo(repeated.scatter[at], 13));
  });

  test("without centring it is XᵀX", () => {
    const X = matrixFromRows([
      [1, 2],
      [3, 4],
    ]);
    const { mean, scatter } = scatterOf(X, Float64Array.of(1, 1), { weights: null, isCentred: false });
    expect([[...mean], [...scatter]]).toEqual([
      [0, 0, 0],
      [10, 14, 20, 4, 6, 2],
    ]);
  });

  test("it equals the two-pass sums, over many parts, with columns far from 0, and keeps a constant column at 0", () => {
    const { X, y } = made(5003, 1);
    const { mean, scatter } = scatterOf(X, y, plain);
    const value = (i: number, j: number) => (j === 4 ? y[i] : X.data[i * 4 + j]);
    for (let j = 0; j <= 4; j++) {
      for (let k = 0; k <= j; k++) {
        let sum = 0;
        for (let i = 0; i < y.length; i++) sum += (value(i, j) - mean[j]) * (value(i, k) - mean[k]);
        const size = Math.sqrt(scatter[packedIndex(j, j)] * scatter[packedIndex(k, k)]);
        expect(Math.abs(scatter[packedIndex(j, k)] - sum)).toBeLessThanOrEqual(1e-9 * size);
      }
    }
    expect([0, 1, 2, 3, 4].map((k) => scatter[k < 4 ? packedIndex(3, k) : packedIndex(4, 3)])).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  test("parts merge to the whole, whatever the cuts and the weights", () => {
    const { X, y } = made(60, 2);
    const random = createRandom(9);
    const weights = y.map(() => random.integer(4));
    const cuts = fc.array(fc.integer({ min: 1, max: 59 }), { maxLength: 5 });
    fc.assert(
      fc.property(cuts, fc.boolean(), fc.boolean(), (inner, isWeighted, isCentred) => {
        const edges = [...new Set([0, ...inner, 60])].sort((a, b) => a - b);
        const whole = scatterOf(X, y, { weights: isWeighted ? weights : null, isCentred });
        const parts = edges.slice(1).map((end, i) => {
          const [rows, start] = [takeRows(X, range(edges[i], end)), edges[i]];
          const ofPart = isWeighted ? weights.slice(start, end) : null;
          return scatterOf(rows, y.slice(start, end), { weights: ofPart, isCentred });
        });
        const merged = mergeScatter(parts);
        expect([merged.rows, merged.weight]).toEqual([whole.rows, whole.weight]);
        const size = (at: number) => Math.abs(whole.scatter[at]) + 1e-3;
        merged.scatter.forEach((value, at) => {
          expect(Math.abs(value - whole.scatter[at])).toBeLessThanOrEqual(1e-9 * size(at));
        });
        merged.mean.forEach((mean, j) => {
          expect(Math.abs(mean - whole.mean[j])).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(mean)));
        });
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  test("no parts, and parts of other columns, are refused", () => {
    const one = scatterOf(matrix(1, 1), Float64Array.of(1), plain);
    const two = scatterOf(matrix(1, 2), Float64Array.of(1), plain);
    expect(() => mergeScatter([])).toThrow(/at least one part.*got none/);
    expect(() => mergeScatter([one, two])).toThrow(/the same columns, got parts of 1, 2 columns/);
  });
});

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
