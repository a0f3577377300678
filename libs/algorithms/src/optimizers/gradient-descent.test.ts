import { describe, expect, test } from "vitest";
import references from "../../references/references.json" with { type: "json" };
import { DataError, ParameterError } from "../errors.ts";
import { LinearModel } from "../linear/linear-model.ts";
import { columnMoments } from "../preprocessing/moments.ts";
import { foldScaling, scalingOf, standardize } from "../preprocessing/scaling.ts";
import { matrixFromRows } from "../tensor/matrix.ts";
import { gradientDescent, type GradientDescentOptions } from "./gradient-descent.ts";

type Name = keyof typeof references.linear;

function problem(name: Name) {
  const X = matrixFromRows(references.data[name].X);
  const y = Float64Array.from(references.data[name].y);
  const task = name === "diabetes" ? "regressor" : "classifier";
  const model = new LinearModel({
    task,
    loss: task === "regressor" ? "squared_error" : "log_loss",
    nFeatures: X.nColumns,
    nOutputs: name === "iris" ? 3 : 1,
  });
  const scaling = scalingOf(columnMoments(X));
  return { X, y, model, scaling, Z: standardize(X, scaling), expected: references.linear[name] };
}

const options: GradientDescentOptions = {
  maxIter: 20_000,
  epsilon: 1e-8,
  optimizer: "momentum",
  learningRate: 0.1,
  alpha: 0.01,
};

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));
}

describe.each<Name>(["iris", "breast_cancer", "diabetes"])("%s, standardised", (name) => {
  const { X, y, model, scaling, Z, expected } = problem(name);
  const result = gradientDescent(model, Z, y, options);

  test("converges to the parameters of scikit-learn's ridge or logistic regression", () => {
    expect(result.converged).toBe(true);
    expect(result.iterations).toBeLessThan(options.maxIter);
    expect(largestDifference(result.parameters, expected.converged.parameters)).toBeLessThan(1e-5);
  });

  test("answers its predictions and probabilities, on standardised features and on raw ones", () => {
    const raw = foldScaling(result.parameters, model, scaling);
    for (const [parameters, features] of [
      [result.parameters, Z],
      [raw, X],
    ] as const) {
      expect(largestDifference(model.predict(parameters, features), expected.predictions)).toBeLessThan(1e-4);
      if (expected.probabilities === null) continue;
      const probabilities = model.predictProba(parameters, features).data;
      expect(largestDifference(probabilities, expected.probabilities.flat())).toBeLessThan(1e-5);
    }
  });
});

test("every optimizer finds the same minimum", () => {
  const { y, model, Z, expected } = problem("breast_cancer");
  for (const optimizer of ["sgd", "adam"] as const) {
    const { parameters } = gradientDescent(model, Z, y, { ...options, optimizer });
    expect(largestDifference(parameters, expected.converged.parameters)).toBeLessThan(1e-5);
  }
});

test("stops after maxIter, unconverged; the loss is that of the last gradient", () => {
  const { y, model, Z } = problem("breast_cancer");
  const one = gradientDescent(model, Z, y, { ...options, maxIter: 1 });
  expect(one).toMatchObject({ iterations: 1, converged: false });
  expect(one.loss).toBeCloseTo(Math.LN2, 14);
  const two = gradientDescent(model, Z, y, { ...options, maxIter: 2 });
  expect(two.loss).toBe(model.lossAndGradient(one.parameters, Z, y, new Float64Array(model.nParameters)));
});

test("a start at the minimum converges without a step, and is not changed", () => {
  const { y, model, Z } = problem("diabetes");
  const { parameters: initial } = gradientDescent(model, Z, y, options);
  const kept = initial.slice();
  const again = gradientDescent(model, Z, y, { ...options, epsilon: 1e-6, initial });
  expect(again).toMatchObject({ iterations: 1, converged: true });
  expect(again.parameters).toEqual(kept);
  expect(again.parameters).not.toBe(initial);
});

test("a diverging run does not count as converged", () => {
  const { y, model, X } = problem("diabetes");
  const result = gradientDescent(model, X, y, {
    ...options,
    optimizer: "sgd",
    learningRate: 10,
    maxIter: 400,
  });
  expect(result.converged).toBe(false);
  expect(result.parameters.some(Number.isFinite)).toBe(false);
});

test("options and shapes that do not fit are refused", () => {
  const { y, model, Z } = problem("diabetes");
  const fit = (change: Partial<GradientDescentOptions>) => () =>
    gradientDescent(model, Z, y, { ...options, ...change });
  expect(fit({ maxIter: 0 })).toThrow("maxIter must be an integer ≥ 1, got 0.");
  expect(fit({ epsilon: -1 })).toThrow(ParameterError);
  expect(fit({ alpha: NaN })).toThrow(ParameterError);
  expect(fit({ learningRate: 0 })).toThrow(ParameterError);
  expect(fit({ initial: new Float64Array(3) })).toThrow(DataError);
});
