import { matrix, type Matrix } from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combine, type Voting } from "./combine.ts";

fc.configureGlobal({ seed: 1 });

interface Case {
  predictions: Matrix[];
  weights: number[];
}

/** K workers' probabilities of n rows and C classes, with weights as shards have rows. */
const ensembles: fc.Arbitrary<Case> = fc
  .record({
    K: fc.integer({ min: 1, max: 6 }),
    n: fc.integer({ min: 0, max: 5 }),
    C: fc.integer({ min: 2, max: 4 }),
  })
  .chain(({ K, n, C }) =>
    fc.record({
      predictions: fc.array(
        fc
          .array(fc.integer({ min: 1, max: 1000 }), { minLength: n * C, maxLength: n * C })
          .map((values) => matrix(n, C, probabilities(values, C))),
        { minLength: K, maxLength: K },
      ),
      weights: fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: K, maxLength: K }),
    }),
  );

function probabilities(values: number[], C: number): Float64Array {
  const sumOf = (i: number) => values.slice(i - (i % C), i - (i % C) + C).reduce((a, b) => a + b, 0);
  return Float64Array.from(values, (value, i) => value / sumOf(i));
}

const close = (a: Matrix, b: Matrix): void => {
  expect([a.nRows, a.nColumns]).toEqual([b.nRows, b.nColumns]);
  a.data.forEach((value, i) => expect(Math.abs(value - b.data[i])).toBeLessThanOrEqual(1e-12));
};

describe.each<Voting>(["soft", "hard"])("%s voting", (voting) => {
  test("every row sums to 1, and no share is negative", () => {
    fc.assert(
      fc.property(ensembles, ({ predictions, weights }) => {
        const { data, nRows, nColumns } = combine(predictions, weights, voting);
        for (let i = 0; i < nRows; i++) {
          const row = data.subarray(i * nColumns, (i + 1) * nColumns);
          expect(Math.abs(row.reduce((a, b) => a + b, 0) - 1)).toBeLessThanOrEqual(1e-12);
          expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test("the order of the workers, and a common factor of the weights, change nothing", () => {
    fc.assert(
      fc.property(ensembles, ({ predictions, weights }) => {
        const expected = combine(predictions, weights, voting);
        close(combine(predictions.toReversed(), weights.toReversed(), voting), expected);
        const tripled = weights.map((weight) => 3 * weight);
        close(combine(predictions, tripled, voting), expected);
      }),
    );
  });

  test("a worker of weight w counts as w equal workers", () => {
    fc.assert(
      fc.property(ensembles, fc.integer({ min: 1, max: 5 }), ({ predictions }, w) => {
        const weights = predictions.map((_, k) => (k === 0 ? w : 1));
        const repeated = [...Array<Matrix>(w).fill(predictions[0]), ...predictions.slice(1)];
        const ones = repeated.map(() => 1);
        close(combine(predictions, weights, voting), combine(repeated, ones, voting));
      }),
    );
  });
});

test("one worker alone is its own prediction, whatever its weight", () => {
  fc.assert(
    fc.property(ensembles, ({ predictions: [only], weights: [weight] }) => {
      close(combine([only], [weight], "soft"), only);
      expect(combine([only], [1], "soft")).toEqual(only);
    }),
  );
});

test("uniform weights are the plain mean, bit for bit", () => {
  fc.assert(
    fc.property(ensembles, ({ predictions }) => {
      const sum = new Float64Array(predictions[0].data.length);
      for (const { data } of predictions) data.forEach((value, i) => (sum[i] += value));
      const ones = predictions.map(() => 1);
      expect(combine(predictions, ones, "soft").data).toEqual(sum.map((value) => value / predictions.length));
    }),
  );
});

test("a worked example: the mean follows the sure ones, the majority the many, the weights the large shards", () => {
  const row = (...values: number[]) => matrix(1, 2, Float64Array.from(values));
  const predictions = [row(0.9, 0.1), row(0.4, 0.6), row(0.45, 0.55)];
  const soft = combine(predictions, [1, 1, 1], "soft").data;
  expect(soft[0]).toBeCloseTo(1.75 / 3, 12);
  expect(combine(predictions, [1, 1, 1], "hard").data).toEqual(Float64Array.of(1 / 3, 2 / 3));
  expect(combine(predictions, [6, 1, 1], "hard").data).toEqual(Float64Array.of(0.75, 0.25));
  expect(combine(predictions, [1, 5, 4], "soft").data[0]).toBeCloseTo((0.9 + 2 + 1.8) / 10, 12);
});

test("equal probabilities vote for the first class", () => {
  const undecided = matrix(1, 3, Float64Array.of(0.2, 0.4, 0.4));
  expect(combine([undecided], [1], "hard").data).toEqual(Float64Array.of(0, 1, 0));
});
