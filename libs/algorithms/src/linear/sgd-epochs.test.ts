import { describe, expect, test } from "vitest";
import references from "../../references/references.json" with { type: "json" };
import { DataError, ParameterError } from "../errors.ts";
import { standardize } from "../preprocessing/scaling.ts";
import { createRandom } from "../random/random.ts";
import type { ScheduleName } from "../schedules/schedules.ts";
import { matrix, matrixFromRows } from "../tensor/matrix.ts";
import { LinearModel } from "./linear-model.ts";
import { sgdEpochs } from "./sgd-epochs.ts";

type Name = keyof typeof references.linear;
const names: Name[] = ["iris", "breast_cancer", "diabetes"];

/** Standardised with scikit-learn's own figures, so that only the epochs are compared. */
function problem(name: Name) {
  const { X, y, mean, scale } = references.data[name];
  const scaling = { mean: Float64Array.from(mean), scale: Float64Array.from(scale) };
  const isRegressor = name === "diabetes";
  const model = new LinearModel({
    task: isRegressor ? "regressor" : "classifier",
    loss: isRegressor ? "squared_error" : "log_loss",
    nFeatures: mean.length,
    nOutputs: name === "iris" ? 3 : 1,
  });
  return { model, X: standardize(matrixFromRows(X), scaling), y: Float64Array.from(y) };
}

const options = { epochs: 1, learningRate: 0.01, alpha: 0.01 };

function train(
  { model, X, y }: ReturnType<typeof problem>,
  change: Partial<Parameters<typeof sgdEpochs>[4]> = {},
) {
  const parameters = new Float64Array(model.nParameters);
  const loss = sgdEpochs(model, parameters, X, y, { ...options, ...change });
  return { parameters, loss };
}

describe.each(names)("%s", (name) => {
  test.each(references.linear[name].sgd)(
    "equals scikit-learn's epochs in order: $rate, $epochs",
    (expected) => {
      const { epochs, learningRate, alpha } = expected;
      const rate = expected.rate as ScheduleName;
      const { parameters } = train(problem(name), { epochs, learningRate, alpha, rate });
      expected.parameters.forEach((value, j) =>
        expect(Math.abs(parameters[j] - value)).toBeLessThan(1e-9 * (1 + Math.abs(value))),
      );
    },
  );

  test("epochs one at a time are the epochs at once, also of a schedule that goes on", () => {
    const p = problem(name);
    const straight = train(p, { epochs: 3, rate: "invscaling", random: createRandom(1) });
    const parameters = new Float64Array(p.model.nParameters);
    const inOrder = train(p, { epochs: 3, rate: "invscaling" }).parameters;
    for (let epoch = 0; epoch < 3; epoch++) {
      const firstStep = epoch * p.X.nRows;
      sgdEpochs(p.model, parameters, p.X, p.y, { ...options, rate: "invscaling", firstStep });
    }
    expect(parameters).toEqual(inOrder);
    expect(straight.parameters).not.toEqual(inOrder);
  });

  test("same seed, same parameters; other seed, other order", () => {
    const p = problem(name);
    const once = train(p, { random: createRandom(1) });
    expect(train(p, { random: createRandom(1) })).toEqual(once);
    expect(train(p, { random: createRandom(2) }).parameters).not.toEqual(once.parameters);
  });
});

test("the loss is the mean over the rows, each seen before its step", () => {
  const model = new LinearModel({ task: "regressor", loss: "squared_error", nFeatures: 1, nOutputs: 1 });
  const parameters = new Float64Array(2);
  const X = matrixFromRows([[1], [2]]);
  // Row 1: p = 0, l' = −1, so w = b = 0.5. Row 2: p = 1.5, loss ½ 1.5².
  const loss = sgdEpochs(model, parameters, X, Float64Array.of(1, 3), {
    epochs: 1,
    learningRate: 0.5,
    alpha: 0,
  });
  expect(loss).toBe((0.5 + 1.125) / 2);
  expect(parameters).toEqual(Float64Array.of(0.5 + 1.5, 0.5 + 0.75));
});

test("shuffled, every row is used once an epoch, over several blocks of rows", () => {
  const n = 1003;
  const model = new LinearModel({ task: "regressor", loss: "squared_error", nFeatures: n, nOutputs: 1 });
  const X = matrix(n, n);
  for (let i = 0; i < n; i++) X.data[i * n + i] = 1;
  const parameters = new Float64Array(n + 1);
  const y = new Float64Array(n).fill(1);
  sgdEpochs(model, parameters, X, y, { epochs: 1, learningRate: 1e-12, alpha: 0, random: createRandom(5) });
  // Row i alone moves weight i, by η (1 − b) with b near 0.
  for (let i = 0; i < n; i++) expect(parameters[i] / 1e-12).toBeCloseTo(1, 6);
});

test("the penalty may shrink weights to 0, not past it", () => {
  const model = new LinearModel({ task: "regressor", loss: "squared_error", nFeatures: 1, nOutputs: 1 });
  const parameters = Float64Array.of(5, 0);
  sgdEpochs(model, parameters, matrixFromRows([[0]]), Float64Array.of(0), {
    epochs: 1,
    learningRate: 1,
    alpha: 9,
  });
  expect(parameters).toEqual(Float64Array.of(0, 0));
});

test("no epochs, or no rows: loss 0, nothing changes", () => {
  const p = problem("diabetes");
  expect(train(p, { epochs: 0 })).toEqual({ parameters: new Float64Array(11), loss: 0 });
  const none = { ...p, X: matrix(0, 10), y: new Float64Array(0) };
  expect(train(none, { random: createRandom(0) })).toEqual({ parameters: new Float64Array(11), loss: 0 });
});

test("options and shapes that do not fit are refused", () => {
  const p = problem("diabetes");
  expect(() => train(p, { epochs: 1.5 })).toThrow("epochs must be an integer ≥ 0, got 1.5.");
  expect(() => train(p, { firstStep: -1 })).toThrow(ParameterError);
  expect(() => train(p, { learningRate: -1 })).toThrow(ParameterError);
  expect(() => train(p, { alpha: -1 })).toThrow(ParameterError);
  expect(() => train({ ...p, X: matrix(160, 9) })).toThrow(DataError);
  expect(() => train({ ...p, y: new Float64Array(3) })).toThrow(DataError);
  expect(() => sgdEpochs(p.model, new Float64Array(4), p.X, p.y, options)).toThrow(DataError);
});
