import { accuracy, matrix, r2Score, type Regressor } from "@chimera/algorithms";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { faultOfOutOfBag, outOfBagScore, outOfBagSums, type OutOfBagSums } from "./out-of-bag.ts";

fc.configureGlobal({ seed: 1 });

/** Predicts what stands in the first column. */
const reader = {
  task: "regressor",
  predict: (X) => Float64Array.from({ length: X.nRows }, (_, i) => X.data[i * X.nColumns]),
} as Regressor;

const sumsOf = (predicted: number[], y: number[]) =>
  outOfBagSums(reader, matrix(predicted.length, 1, Float64Array.from(predicted)), y);

const value = fc.double({ min: -1000, max: 1000, noNaN: true });
const pairs = fc.array(fc.tuple(value, value), { maxLength: 8 });

test("r² merged from parts is r² of all rows", () => {
  fc.assert(
    fc.property(fc.array(pairs, { minLength: 1, maxLength: 5 }), (parts) => {
      const all = parts.flat();
      const list = parts.map((part) =>
        sumsOf(
          part.map(([p]) => p),
          part.map(([, y]) => y),
        ),
      );
      const score = outOfBagScore(list);
      if (all.length === 0) {
        expect(score).toBeNull();
        return;
      }
      const expected = r2Score(
        all.map(([, y]) => y),
        all.map(([p]) => p),
      );
      expect(Math.abs(score! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
    }),
  );
});

test("targets far from zero do not cancel", () => {
  const y = [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4];
  const predicted = [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 5];
  const list = [sumsOf(predicted.slice(0, 1), y.slice(0, 1)), sumsOf(predicted.slice(1), y.slice(1))];
  expect(outOfBagScore(list)).toBeCloseTo(1 - 1 / 5, 12);
});

test("accuracy counts rows, not workers", () => {
  const list: OutOfBagSums[] = [
    { nSamples: 1, nCorrect: 0 },
    { nSamples: 0, nCorrect: 0 },
    { nSamples: 9, nCorrect: 9 },
  ];
  expect(outOfBagScore(list)).toBe(0.9);
  expect(outOfBagScore([list[1]])).toBeNull();
});

test("a constant target scores 1 where all is right, else 0", () => {
  expect(outOfBagScore([sumsOf([5, 5], [5, 5])])).toBe(1);
  expect(outOfBagScore([sumsOf([5, 6], [5, 5])])).toBe(0);
});

test("labels that are numbers on this shard, and text in the union, are one class", () => {
  const classifier = { task: "classifier", predict: () => ["1", "2", "1"] };
  const sums = outOfBagSums(classifier as never, matrix(3, 1), [1, 2, 2]);
  expect(sums).toEqual({ nSamples: 3, nCorrect: 2 });
  expect(outOfBagScore([sums])).toBe(accuracy([1, 2, 2], [1, 2, 1]));
});

test.each<[string, "classifier" | "regressor", OutOfBagSums, string]>([
  [
    "of the other task",
    "regressor",
    { nSamples: 1, nCorrect: 1 },
    "are those of a classifier, expected a regressor's",
  ],
  ["more right than there are", "classifier", { nSamples: 1, nCorrect: 2 }, "labels 2 rows right out of 1"],
  [
    "that overflowed",
    "regressor",
    { nSamples: 1, residual: Infinity, mean: 0, m2: 0 },
    "residual out of the bag",
  ],
  ["below zero", "regressor", { nSamples: 1, residual: 0, mean: -1, m2: -2 }, "m2 out of the bag should be"],
])("sums %s are a fault", (_, task, sums, message) => {
  expect(faultOfOutOfBag(task, sums)).toContain(message);
});

test("sums as a worker makes them are none", () => {
  expect(faultOfOutOfBag("regressor", sumsOf([1, 2], [-3, 4]))).toBeUndefined();
  expect(faultOfOutOfBag("regressor", sumsOf([], []))).toBeUndefined();
  expect(faultOfOutOfBag("classifier", { nSamples: 2, nCorrect: 1 })).toBeUndefined();
});
