import { expect, test } from "vitest";
import { distributedModes, distributedModesTable } from "./distributed-modes.ts";
import type { EstimatorBase } from "./estimator.ts";
import { ESTIMATORS } from "./registry.ts";

const plain: EstimatorBase = { name: "Own", getParams: () => ({}), toState: () => ({}) };

test("an estimator of a user's own joins the modes whose part it has", () => {
  const nothing = { bagging: true, parameterServer: false, exactAggregation: false, modelParallelism: false };
  expect(distributedModes(plain)).toEqual(nothing);
  const differentiable = { ...plain, gradient: () => expect.unreachable() };
  expect(distributedModes(differentiable)).toEqual({ ...nothing, parameterServer: true });
  expect(distributedModes({ ...plain, merge: () => expect.unreachable() })).toEqual({
    ...nothing,
    exactAggregation: true,
  });
  expect(distributedModes({ ...plain, layers: () => expect.unreachable() })).toEqual({
    ...nothing,
    modelParallelism: true,
  });
});

test("the table has every estimator once, and every one can be a weak learner", () => {
  const table = distributedModesTable();
  expect(table.map(({ estimator }) => estimator)).toEqual(Object.keys(ESTIMATORS));
  expect(table.every(({ modes }) => modes.bagging)).toBe(true);
});
