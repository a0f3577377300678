import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import references from "../../references/forest/references.json" with { type: "json" };
import type { Label } from "../estimator.ts";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";
import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
} from "../tree/index.ts";
import { RandomForestClassifier } from "./random-forest-classifier.ts";
import { RandomForestRegressor } from "./random-forest-regressor.ts";

interface Model {
  fit(X: Matrix, y: ArrayLike<Label>, options: { seed: number }): this;
  score(X: Matrix, y: ArrayLike<Label>): number;
  readonly oobScore?: number | null;
}

const MODELS = {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
};

function dataSet(name: string) {
  const path = new URL(`../../../../examples/data/${name}.csv`, import.meta.url);
  const rows = readFileSync(path, "utf8").trim().split("\n").slice(1);
  const table = rows.map((line) => line.split(",").map(Number));
  const features = table.flatMap((row) => row.slice(0, -1));
  const X = matrix(table.length, features.length / table.length, Float64Array.from(features));
  return { X, y: table.map((row) => row[row.length - 1]) };
}

/** Every third row is held out. */
function split(name: string) {
  const { X, y } = dataSet(name);
  const part = (isHeldOut: boolean) => {
    const rows = [...y.keys()].filter((i) => (i % 3 === 0) === isHeldOut);
    return { X: takeRows(X, rows), y: rows.map((i) => y[i]) };
  };
  return { training: part(false), heldOut: part(true) };
}

function inCamelCase(parameters: object): object {
  const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [camel(name), value as unknown]),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The square of the mean's standard error. */
function squaredError(values: readonly number[]): number {
  const squares = values.map((value) => (value - mean(values)) ** 2);
  return squares.reduce((sum, value) => sum + value, 0) / (values.length - 1) / values.length;
}

describe("mean scores of as many seeds are within two standard errors of scikit-learn's", () => {
  test.each(references.cases)("$name on $data, $parameters", ({ name, data, parameters, scores }) => {
    const { training, heldOut } = split(data);
    const ours = scores.map((_, seed) => {
      const make = MODELS[name as keyof typeof MODELS] as new (parameters: object) => Model;
      const model = new make(inCamelCase(parameters)).fit(training.X, training.y, { seed });
      return "oob_score" in parameters ? model.oobScore! : model.score(heldOut.X, heldOut.y);
    });
    const standardError = Math.sqrt(squaredError(ours) + squaredError(scores));
    expect(Math.abs(mean(ours) - mean(scores))).toBeLessThanOrEqual(2 * standardError);
  });
});
