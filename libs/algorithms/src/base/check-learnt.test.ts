import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { GaussianNB } from "../naive-bayes/gaussian-nb.ts";
import { matrix } from "../tensor/matrix.ts";
import { checkLearnt } from "./check-learnt.ts";

test("finite numbers pass, wherever they are", () => {
  const learnt = {
    n: 1,
    w: Float64Array.of(1, -2),
    trees: [{ value: Float64Array.of(3) }],
    name: "a",
    none: null,
  };
  expect(() => checkLearnt("Tree", learnt)).not.toThrow();
});

test.each([
  [{ n: NaN }, "n"],
  [{ w: Float64Array.of(1, Infinity) }, "w"],
  [{ trees: [{ value: Float64Array.of(1) }, { value: Float64Array.of(NaN) }] }, "trees.value"],
])("%j is refused by name", (learnt, name) => {
  expect(() => checkLearnt("Tree", learnt)).toThrow(DataError);
  expect(() => checkLearnt("Tree", learnt)).toThrow(
    `what a Tree learns, got NaN or infinity in its ${name}.`,
  );
});

test("a model that overflows leaves the one before", () => {
  const X = matrix(4, 1, Float64Array.of(1, 2, 5, 6));
  const model = new GaussianNB().fit(X, [0, 0, 1, 1]);
  expect(() => model.fit(matrix(4, 1, Float64Array.of(1e200, -1e200, 1, 2)), [0, 0, 1, 1])).toThrow(
    DataError,
  );
  expect(model.predict(X)).toEqual([0, 0, 1, 1]);
});
