import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import references from "../../references/linear-svc/references.json" with { type: "json" };
import { parseTable, referenceWeights, relativeError, standardised } from "../../references/table.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { LinearSVC } from "./index.ts";

type Case = (typeof references.cases)[number];

const fileOf = (name: string) => new URL(`../../../../examples/data/${name}.csv`, import.meta.url);

function parametersOf({ C, loss, fit_intercept, class_weight, intercept_scaling }: Case["parameters"]) {
  const given = {
    ...{ C, loss, classWeight: class_weight },
    ...{ fitIntercept: fit_intercept, interceptScaling: intercept_scaling },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** ½ (‖w‖² + b²/B²) + Σ Cᵢ l(yᵢ (w·xᵢ + b)), of one machine. */
function objective(
  X: Matrix,
  signs: readonly number[],
  costs: readonly number[],
  w: ArrayLike<number>,
  b: number,
  { loss = "squared_hinge", intercept_scaling: B = 1 }: Case["parameters"],
): number {
  let value = (b / B) ** 2 / 2;
  for (let j = 0; j < w.length; j++) value += w[j] ** 2 / 2;
  signs.forEach((sign, i) => {
    let p = b;
    for (let j = 0; j < w.length; j++) p += w[j] * X.data[i * X.nColumns + j];
    const hinge = Math.max(0, 1 - sign * p);
    value += costs[i] * (loss === "hinge" ? hinge : hinge * hinge);
  });
  return value;
}

function classWeightOf(y: readonly number[], code: number, classWeight: unknown): number {
  if (classWeight === "balanced") {
    return y.length / (new Set(y).size * y.filter((other) => other === code).length);
  }
  return (classWeight as Record<string, number> | undefined)?.[code] ?? 1;
}

describe("the machines of scikit-learn", () => {
  const titled = references.cases.map((reference) => ({
    title: `${JSON.stringify(reference.parameters)} on ${reference.data}${reference.isWeighted ? ", weighted" : ""}`,
    reference,
  }));

  test.each(titled)("$title", ({ reference }) => {
    const table = parseTable(readFileSync(fileOf(reference.data), "utf8"));
    const [X, y] = [standardised(table.X), table.y];
    const d = X.nColumns;
    const sampleWeight = reference.isWeighted ? referenceWeights(y.length) : y.map(() => 1);
    const model = new LinearSVC({ ...parametersOf(reference.parameters), tol: 1e-9, maxIter: 100_000 });
    model.fit(X, y, { sampleWeight });
    expect(model.converged).toBe(true);
    expect(relativeError(model.coef.data, reference.coef)).toBeLessThan(1e-5);
    const intercept = reference.intercept ?? Array.from(model.intercept, () => 0);
    expect(relativeError(model.intercept, intercept)).toBeLessThan(1e-5);
    expect(model.score(X, y)).toBeCloseTo(reference.score, 10);
    const { C = 1, class_weight } = reference.parameters;
    intercept.forEach((b, k) => {
      const isBinary = intercept.length === 1;
      const positive = isBinary ? 1 : k;
      const weightOf = (code: number) =>
        isBinary || code === positive ? classWeightOf(y, code, class_weight) : 1;
      const costs = sampleWeight.map((weight, i) => C * weight * weightOf(y[i]));
      const signs = y.map((code) => (code === positive ? 1 : -1));
      const valueOf = (w: ArrayLike<number>, bias: number) =>
        objective(X, signs, costs, w, bias, reference.parameters);
      const ours = valueOf(model.coef.data.slice(k * d, (k + 1) * d), model.intercept[k]);
      const theirs = valueOf(reference.coef.slice(k * d, (k + 1) * d), b);
      expect(Math.abs(ours - theirs) / theirs).toBeLessThan(1e-8);
    });
  });
});
