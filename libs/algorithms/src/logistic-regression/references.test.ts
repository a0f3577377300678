import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import references from "../../references/logistic-regression/references.json" with { type: "json" };
import { parseTable, referenceWeights, relativeError, standardised } from "../../references/table.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { LogisticRegression } from "./index.ts";

type Case = (typeof references.cases)[number];

function dataOf({ data, isRaw }: Case): { X: Matrix; y: number[] } {
  const table = data === "iris" ? iris() : parseTable(readFileSync(fileOf(data), "utf8"));
  const y = data === "diabetes" ? table.y.map((target) => Number(target > 150)) : table.y;
  return { X: isRaw ? table.X : standardised(table.X), y };
}

const fileOf = (name: string) => new URL(`../../../../examples/data/${name}.csv`, import.meta.url);

function iris(): { X: Matrix; y: number[] } {
  const { X, y } = references.iris;
  return { X: matrix(y.length, 4, Float64Array.from(X)), y };
}

function parametersOf({ C, penalty, fit_intercept, class_weight }: Case["parameters"]) {
  const given = { C, penalty, fitIntercept: fit_intercept, classWeight: class_weight };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** C Σ sᵢ lᵢ + ½ ‖W‖², or Σ sᵢ lᵢ without a penalty. */
function objective(
  model: LogisticRegression,
  X: Matrix,
  y: readonly number[],
  weights: readonly number[],
  { C = 1, penalty = "l2" }: { C?: number; penalty?: string | null },
): number {
  const { data, nColumns: K } = model.predictProba(X);
  const loss = y.reduce((sum, code, i) => sum - weights[i] * Math.log(data[i * K + code]), 0);
  const squares = model.coef.data.reduce((sum, w) => sum + w * w, 0);
  return penalty === null ? loss : C * loss + squares / 2;
}

function classWeightOf(y: readonly number[], code: number, classWeight: unknown): number {
  if (classWeight === "balanced") {
    return y.length / (new Set(y).size * y.filter((other) => other === code).length);
  }
  return (classWeight as Record<string, number> | undefined)?.[code] ?? 1;
}

describe("the models of scikit-learn", () => {
  const titled = references.cases.map((reference) => {
    const { data, isRaw, parameters, isWeighted } = reference;
    const features = isRaw ? ", raw" : "";
    return {
      title: `${JSON.stringify(parameters)} on ${data}${features}${isWeighted ? ", weighted" : ""}`,
      reference,
    };
  });

  test.each(titled)("$title", ({ reference }) => {
    const { X, y } = dataOf(reference);
    const parameters = parametersOf(reference.parameters);
    const model = new LogisticRegression({ ...parameters, tol: 1e-9, maxIter: 20_000 });
    const sampleWeight = reference.isWeighted ? referenceWeights(y.length) : y.map(() => 1);
    model.fit(X, y, reference.isWeighted ? { sampleWeight } : {});
    expect(model.converged).toBe(true);
    expect(relativeError(model.coef.data, reference.coef)).toBeLessThan(1e-5);
    const intercept = reference.intercept ?? Array.from(model.intercept, () => 0);
    expect(relativeError(model.intercept, intercept)).toBeLessThan(1e-5);
    const weights = sampleWeight.map(
      (weight, i) => weight * classWeightOf(y, y[i], reference.parameters.class_weight),
    );
    const value = objective(model, X, y, weights, parameters);
    expect(relativeError([value], [reference.objective])).toBeLessThan(1e-8);
    expect(model.score(X, y)).toBeCloseTo(reference.score, 10);
  });
});
