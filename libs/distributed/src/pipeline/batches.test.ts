import fc from "fast-check";
import { expect, test } from "vitest";
import { BatchPlan, microBatchOf, smallestBatch } from "./batches.ts";
import { stepsOfRound } from "./rounds.ts";

const some = (most: number) => fc.integer({ min: 1, max: most });
const isEven = (sizes: readonly number[]): boolean => Math.max(...sizes) - Math.min(...sizes) <= 1;

test("in every epoch each row is in one batch, and in one micro-batch of it; their sizes differ by one at most", () => {
  fc.assert(
    fc.property(
      some(60),
      some(70),
      some(5),
      fc.nat(9),
      fc.boolean(),
      (nRows, batchSize, M, seed, shuffle) => {
        const batches = { nRows, batchSize, seed, shuffle };
        const plan = new BatchPlan(batches);
        for (const epoch of [0, 1]) {
          const steps = Array.from({ length: plan.stepsPerEpoch }, (_, s) => epoch * plan.stepsPerEpoch + s);
          const epochBatches = steps.map((step) => [...plan.batchOf(step)]);
          const sizes = epochBatches.map(({ length }) => length);
          expect(Math.max(...sizes)).toBeLessThanOrEqual(batchSize);
          expect([isEven(sizes), Math.min(...sizes)]).toEqual([true, smallestBatch(batches)]);
          expect(epochBatches.flat().sort((a, b) => a - b)).toEqual(
            Array.from({ length: nRows }, (_, i) => i),
          );
          for (const batch of epochBatches) {
            const parts = Array.from({ length: M }, (_, j) => [
              ...microBatchOf(Int32Array.from(batch), j, M),
            ]);
            expect(parts.flat()).toEqual(batch);
            expect(isEven(parts.map(({ length }) => length))).toBe(true);
          }
        }
      },
    ),
  );
});

const orderOf = (seed: number, epoch: number, shuffle = true): number[] => [
  ...new BatchPlan({ nRows: 30, batchSize: 30, seed, shuffle }).batchOf(epoch),
];

test("the order follows from seed and epoch; without shuffling it is that of the file", () => {
  expect(orderOf(3, 1)).toEqual(orderOf(3, 1));
  expect(orderOf(3, 1)).not.toEqual(orderOf(3, 0));
  expect(orderOf(3, 1)).not.toEqual(orderOf(4, 1));
  expect(orderOf(3, 1, false)).toEqual(Array.from({ length: 30 }, (_, i) => i));
});

test("rounds follow one another without a gap, and every roundsPerEpoch-th one ends an epoch", () => {
  fc.assert(
    fc.property(some(20), some(25), some(4), (stepsPerEpoch, roundsPerEpoch, nEpochs) => {
      let end = 0;
      for (let round = 1; round <= nEpochs * roundsPerEpoch; round++) {
        const { from, to } = stepsOfRound(round, stepsPerEpoch, roundsPerEpoch);
        expect(from).toBe(end);
        expect(to).toBeGreaterThanOrEqual(from);
        end = to;
        if (round % roundsPerEpoch === 0) expect(end).toBe((round / roundsPerEpoch) * stepsPerEpoch);
      }
    }),
  );
});
