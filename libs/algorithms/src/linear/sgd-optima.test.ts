import { describe, expect, test } from "vitest";
import references from "../../references/sgd/references.json" with { type: "json" };
import { createPenalty, penaltyValue } from "../penalties/index.ts";
import { LinearModel } from "./linear-model.ts";
import { SGDClassifier } from "./sgd-classifier.ts";
import { SGDRegressor } from "./sgd-regressor.ts";
import { madeRows } from "./testing/made-rows.ts";

const { X, y, codes } = madeRows();
const { alpha, softmax, poisson, quantile } = references.optima;
const counts = y.map((value) => Math.round(Math.exp(value)));
const flat = ({ coef, intercept }: { coef: number[]; intercept: number[] }) =>
  Float64Array.of(...coef, ...intercept);

/** L(θ) + α/2 ‖w‖² has its optimum where this is 0. */
function largestGradient(model: LinearModel, parameters: Float64Array, targets: Float64Array): number {
  const gradient = new Float64Array(model.nParameters);
  model.lossAndGradient(parameters, X, targets, gradient);
  for (let j = 0; j < model.nWeights; j++) gradient[j] += alpha * parameters[j];
  return Math.max(...gradient.map(Math.abs));
}

/** Small steps, averaged: SGD comes near the optimum, not to it. */
const patient = { learningRate: "constant", tol: null, maxIter: 400, average: 1000, seed: 1 } as const;

describe("softmax", () => {
  const model = new LinearModel({ task: "classifier", loss: "softmax", nFeatures: 5, nOutputs: 3 });

  test("scikit-learn's multinomial optimum is ours, with the same probabilities", () => {
    expect(largestGradient(model, flat(softmax), Float64Array.from(codes))).toBeLessThan(1e-6);
    const { data } = model.predictProba(flat(softmax), X);
    softmax.probabilities.forEach((probability, at) => expect(data[at]).toBeCloseTo(probability, 9));
  });

  test("SGD comes near it", () => {
    const fitted = new SGDClassifier({ ...patient, loss: "softmax", alpha, eta0: 0.02 }).fit(X, codes);
    softmax.coef.forEach((value, j) => expect(Math.abs(fitted.coef.data[j] - value)).toBeLessThan(0.02));
  });

  test("of two classes it comes near half the logistic difference", () => {
    const binary = codes.map((code) => Number(code > 0));
    const two = new SGDClassifier({ ...patient, loss: "softmax", alpha, eta0: 0.02 }).fit(X, binary);
    expect([two.coef.nRows, two.predictProba(X).nColumns]).toEqual([2, 2]);
    for (let j = 0; j < 5; j++) expect(two.coef.data[j]).toBeCloseTo(-two.coef.data[5 + j], 9);
  });
});

describe("poisson", () => {
  const model = new LinearModel({ task: "regressor", loss: "poisson", nFeatures: 5, nOutputs: 1 });

  test("scikit-learn's optimum is ours, with the same predictions", () => {
    expect(largestGradient(model, flat(poisson), counts)).toBeLessThan(1e-5);
    const predictions = model.predict(flat(poisson), X);
    poisson.predictions.forEach((value, i) => expect(predictions[i] / value).toBeCloseTo(1, 12));
  });

  test("SGD comes near it", () => {
    const fitted = new SGDRegressor({ ...patient, loss: "poisson", alpha, eta0: 0.005 }).fit(X, counts);
    poisson.coef.forEach((value, j) => expect(Math.abs(fitted.coef.data[j] - value)).toBeLessThan(0.02));
  });
});

describe("quantile", () => {
  const penalty = createPenalty({ penalty: "l1", alpha: 0.01 });
  const model = new LinearModel({
    task: "regressor",
    loss: "quantile",
    quantile: 0.3,
    nFeatures: 5,
    nOutputs: 1,
  });
  const objective = (parameters: Float64Array) =>
    model.lossAndGradient(parameters, X, y, new Float64Array(6)) + penaltyValue(penalty, parameters, 5);

  test("nothing near scikit-learn's optimum is better; SGD comes within 0.1 % of it", () => {
    const best = objective(flat(quantile));
    for (let j = 0; j < 6; j++) {
      for (const shift of [-1e-4, 1e-4]) {
        expect(
          objective(flat(quantile).map((value, i) => (i === j ? value + shift : value))),
        ).toBeGreaterThanOrEqual(best - 1e-12);
      }
    }
    const fitted = new SGDRegressor({
      ...patient,
      average: false,
      learningRate: "invscaling",
      loss: "quantile",
      quantile: 0.3,
      penalty: "l1",
      alpha: 0.01,
      eta0: 0.5,
      powerT: 0.7,
    }).fit(X, y);
    const reached = objective(Float64Array.of(...fitted.coef.data, ...fitted.intercept));
    expect(reached / best - 1).toBeLessThan(0.001);
  });
});
