import { describe, expect, test } from "vitest";
import { DataError } from "../../errors.ts";
import { loadExpressions } from "../../losses/index.ts";
import { chooseNetworkLoss } from "./index.ts";

const output = (values: number[], m: number) => ({
  shape: [values.length / m, m],
  data: Float64Array.from(values),
});

await loadExpressions();

const CASES: [name: string, targets: number[]][] = [
  ["cross_entropy", [2, 0]],
  ["binary_cross_entropy", [1, 0, 0.3, 0, 1, 0.5]],
  ["squared_error", [1, 2, 0, -1, 0.5, 3]],
  ["huber", [1, 2, 0, -1, 0.5, 3]],
  ["poisson", [1, 2, 0, 1, 0.5, 3]],
  ["(y - p)^4", [1, 2, 0, -1, 0.5, 3]],
];

describe.each(CASES)("%s", (name, targets) => {
  const scores = [0.3, -1.2, 0.7, 1.9, 0.11, -0.4];
  const options = { sampleWeight: [2, 0.5], total: 5 };

  test("its gradient is that of finite differences, with weights and a total", () => {
    const loss = chooseNetworkLoss(name);
    const gradient = new Float64Array(6);
    loss.evaluate(output(scores, 3), targets, gradient, options);
    scores.forEach((_, j) => {
      const at = (h: number) =>
        loss.evaluate(
          output(
            scores.map((z, i) => (i === j ? z + h : z)),
            3,
          ),
          targets,
          new Float64Array(6),
          options,
        );
      expect(gradient[j]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 7);
    });
  });

  test("the gradient may take the outputs' place, and no rows have the loss 0", () => {
    const loss = chooseNetworkLoss(name);
    const [apart, own] = [new Float64Array(6), output(scores, 3)];
    const value = loss.evaluate(output(scores, 3), targets, apart);
    expect(loss.evaluate(own, targets, own.data)).toBe(value);
    expect(own.data).toEqual(apart);
    expect(loss.evaluate({ shape: [0, 3], data: new Float64Array(0) }, [], new Float64Array(0))).toBe(0);
  });

  test("refuses targets, weights and gradients of another number", () => {
    const loss = chooseNetworkLoss(name);
    const call =
      (y: number[], length: number, given: object = {}) =>
      () =>
        loss.evaluate(output(scores, 3), y, new Float64Array(length), given);
    expect(call([...targets, 0], 6)).toThrow(DataError);
    expect(call(targets, 5)).toThrow(/6 numbers of the gradient/);
    expect(call(targets, 6, { sampleWeight: [1] })).toThrow(/2 sample weights/);
  });
});

test("worked by hand", () => {
  const evaluate = (name: string, scores: number[], m: number, targets: number[]) =>
    chooseNetworkLoss(name).evaluate(output(scores, m), targets, new Float64Array(scores.length));
  // Probabilities ¼ and ¾, and ½ and ½.
  const expected = (-Math.log(0.75) - Math.log(0.5)) / 2;
  expect(evaluate("cross_entropy", [0, Math.log(3), 5, 5], 2, [1, 0])).toBeCloseTo(expected, 15);
  expect(evaluate("binary_cross_entropy", [Math.log(3), 0], 1, [1, 0])).toBeCloseTo(expected, 15);
  expect(evaluate("squared_error", [1, 2, 3, 5], 2, [0, 0, 3, 3])).toBe((0.5 * (1 + 4) + 0.5 * 4) / 2);
});

test("scores far apart give finite losses and gradients", () => {
  const gradient = new Float64Array(3);
  expect(chooseNetworkLoss("cross_entropy").evaluate(output([1000, 0, -1000], 3), [1], gradient)).toBe(1000);
  expect(gradient).toEqual(Float64Array.of(1, -1, 0));
  const two = new Float64Array(2);
  expect(chooseNetworkLoss("binary_cross_entropy").evaluate(output([1000, -1000], 1), [0, 1], two)).toBe(
    1000,
  );
  expect(two).toEqual(Float64Array.of(0.5, -0.5));
});

test.each([3, -1, 0.5, NaN])("a class of %s is refused with its place and the classes there are", (code) => {
  const call = () =>
    chooseNetworkLoss("cross_entropy").evaluate(output([1, 2, 3], 3), [code], new Float64Array(3));
  expect(call).toThrow(new RegExp(`^Expected classes 0…2 .* 3 outputs, got ${code} at index 0`));
});

test("targets outside of what a loss is defined for are refused", () => {
  expect(() =>
    chooseNetworkLoss("binary_cross_entropy").evaluate(output([1], 1), [2], new Float64Array(1)),
  ).toThrow(/targets 0…1/);
  expect(() => chooseNetworkLoss("poisson").evaluate(output([1], 1), [-1], new Float64Array(1))).toThrow(
    DataError,
  );
});

test("an unknown loss is refused with the names", () => {
  expect(() => chooseNetworkLoss("hinge")).toThrow(
    /^loss must be one of cross_entropy, .*squared_error, .*"hinge"/,
  );
  expect(() => chooseNetworkLoss("crossentropy")).toThrow(/^loss must be/);
});
