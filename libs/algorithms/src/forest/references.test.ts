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

/** Every third row is held out, beginning with row `first`. */
function split(name: string, first: number) {
  const { X, y } = dataSet(name);
  const part = (isHeldOut: boolean) => {
    const rows = [...y.keys()].filter((i) => (i % 3 === first) === isHeldOut);
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

/**
 * Five forests, or forty trees on three splits, are few: where one of the cases leaves the two standard errors, many seeds tell
 * bad luck from a fault. Means and standard errors of their difference, seeds 0, 1, … on both sides, the split of the first row:
 *
 *     ExtraTreeClassifier   breast_cancer                    6000 seeds   0.9245 and 0.9250 ± 0.0003
 *     ExtraTreeClassifier   digits                           1000         0.7728 and 0.7725 ± 0.0010
 *     ExtraTreeClassifier   digits, all features             4000         0.8406 and 0.8406 ± 0.0004
 *     ExtraTreeRegressor    diabetes, 5 rows a leaf          4000         0.3010 and 0.3021 ± 0.0014
 *     DecisionTreeRegressor diabetes, half of the features   1000         0.3143 and 0.3160 ± 0.0027
 *
 * They showed one fault, which forty seeds had not: 0.8376 with all features, when of equally good ones the first column was
 * taken. And they showed bad luck: our first forty extra trees for diabetes answer 0.273 on that split, and were 2.4 standard
 * errors off on the three splits, while the means of later forties scatter as those of independent scores do. Hence the 400
 * seeds there, which allow a third of the error.
 *
 * So these numbers of seeds were not fixed beforehand: single trees had five seeds, then forty, then three splits, and on diabetes
 * 400 seeds, each time after a case had failed. What was fixed beforehand is one look at seeds that had served for nothing,
 * 1,000,000 … 1,001,999 on both sides on the three splits: no case more than three standard errors off. The seven cases, in the
 * order of the references, were −1.48, −0.12, −0.03, 1.41, −0.36, −1.15 and 0.41 off.
 */
describe("mean scores of as many seeds are within two standard errors of scikit-learn's", () => {
  test.each(references.cases)("$name on $data, $parameters", ({ name, data, parameters, scores }) => {
    const make = MODELS[name as keyof typeof MODELS] as new (parameters: object) => Model;
    const splits = ("n_estimators" in parameters ? [0] : [0, 1, 2]).map((first) => split(data, first));
    const ours = scores.map((_, seed) => {
      const ofSplits = splits.map(({ training, heldOut }) => {
        const model = new make(inCamelCase(parameters)).fit(training.X, training.y, { seed });
        return "oob_score" in parameters ? model.oobScore! : model.score(heldOut.X, heldOut.y);
      });
      return mean(ofSplits);
    });
    const standardError = Math.sqrt(squaredError(ours) + squaredError(scores));
    expect(Math.abs(mean(ours) - mean(scores))).toBeLessThanOrEqual(2 * standardError);
  });
});
