import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import references from "../../references/least-squares/references.json" with { type: "json" };
import { parseTable, referenceWeights, relativeError } from "../../references/table.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { ElasticNet, Lasso, LinearRegression, Ridge } from "./index.ts";

type Case = (typeof references.cases)[number];

const diabetes = new URL("../../../../examples/data/diabetes.csv", import.meta.url);

function dataOf(name: string): { X: Matrix; y: number[] } {
  if (name === "diabetes") return parseTable(readFileSync(diabetes, "utf8"));
  const { X, y, nColumns } = references.data[name as keyof typeof references.data];
  return { X: matrix(y.length, nColumns, Float64Array.from(X)), y };
}

const named = ({ data, model, parameters, isWeighted, ...reference }: Case) => ({
  title: `${model} ${JSON.stringify(parameters)} on ${data}${isWeighted ? ", weighted" : ""}`,
  ...{ data, model, parameters, isWeighted, reference },
});

function parametersOf({ fit_intercept, alpha, positive, l1_ratio }: Case["parameters"]) {
  const given = { fitIntercept: fit_intercept, alpha, positive, l1Ratio: l1_ratio };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const weightsOf = (isWeighted: boolean, n: number) =>
  isWeighted ? { sampleWeight: referenceWeights(n) } : {};

describe("closed forms", () => {
  const CLASSES = { LinearRegression, Ridge };
  const cases = references.cases.filter(({ model }) => model in CLASSES).map(named);

  test.each(cases)("$title", ({ data, model, parameters, isWeighted, reference }) => {
    const { X, y } = dataOf(data);
    const fitted = new CLASSES[model as keyof typeof CLASSES](parametersOf(parameters));
    fitted.fit(X, y, weightsOf(isWeighted, y.length));
    expect(relativeError(fitted.coef, reference.coef)).toBeLessThan(1e-9);
    expect(relativeError([fitted.intercept], [reference.intercept])).toBeLessThan(1e-9);
  });
});

describe("coordinate descent", () => {
  const CLASSES = { Lasso, ElasticNet };
  const cases = references.cases.filter(({ model }) => model in CLASSES).map(named);

  test.each(cases)("$title", ({ data, model, parameters, isWeighted, reference }) => {
    const { X, y } = dataOf(data);
    const given = parametersOf(parameters);
    const fitted = new CLASSES[model as keyof typeof CLASSES]({ ...given, tol: 1e-14, maxIter: 100_000 });
    fitted.fit(X, y, weightsOf(isWeighted, y.length));
    expect(fitted.converged).toBe(true);
    expect(relativeError(fitted.coef, reference.coef)).toBeLessThan(1e-5);
    expect(relativeError([fitted.intercept], [reference.intercept])).toBeLessThan(1e-5);
    const weights = isWeighted ? referenceWeights(y.length) : y.map(() => 1);
    const l1Ratio = model === "Lasso" ? 1 : (parameters.l1_ratio ?? 0.5);
    const value = objective(fitted, X, y, weights, parameters.alpha!, l1Ratio);
    expect(relativeError([value], [reference.objective!])).toBeLessThan(1e-8);
    expect(fitted.coef.map((w) => Number(w === 0))).toEqual(
      Float64Array.from(reference.coef, (w) => Number(w === 0)),
    );
  });
});

/** 1/(2S) Σ s (y − ŷ)² + α ρ ‖w‖₁ + α (1 − ρ)/2 ‖w‖². */
function objective(
  model: Lasso | ElasticNet,
  X: Matrix,
  y: readonly number[],
  weights: readonly number[],
  alpha: number,
  rho: number,
): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const predicted = model.predict(X);
  const loss = y.reduce((sum, target, i) => sum + weights[i] * (target - predicted[i]) ** 2, 0);
  const penalty = model.coef.reduce((sum, w) => sum + rho * Math.abs(w) + ((1 - rho) / 2) * w * w, 0);
  return loss / (2 * total) + alpha * penalty;
}
