import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import references from "../../references/sgd/references.json" with { type: "json" };
import { columnMoments } from "../preprocessing/moments.ts";
import { scalingOf, standardize } from "../preprocessing/scaling.ts";
import { matrixFromRows, takeRows, type Matrix } from "../tensor/matrix.ts";
import { holdOut } from "../random/hold-out.ts";
import { SGDClassifier } from "./sgd-classifier.ts";
import { SGDRegressor } from "./sgd-regressor.ts";
import { manyMadeRows } from "./testing/made-rows.ts";

interface Part {
  X: Matrix;
  y: number[];
}

/** Every third row is held out; features are standardised by the rest. */
function splitOf(name: string): { train: Part; test: Part } {
  const file = new URL(`../../../../examples/data/${name}.csv`, import.meta.url);
  const rows = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  const X = matrixFromRows(rows.map((row) => row.slice(0, -1)));
  const indices = rows.map((_, i) => i);
  const [held, kept] = [indices.filter((i) => i % 3 === 0), indices.filter((i) => i % 3 !== 0)];
  const scaling = scalingOf(columnMoments(takeRows(X, kept)));
  const part = (chosen: number[]): Part => ({
    X: standardize(takeRows(X, chosen), scaling),
    y: chosen.map((i) => rows[i][X.nColumns]),
  });
  return { train: part(kept), test: part(held) };
}

function moments(scores: readonly number[]): { mean: number; variance: number } {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { mean, variance: squares / (scores.length - 1) };
}

const variants = {
  default: {},
  "early stopping": { earlyStopping: true },
  average: { average: true },
} as const;
const variantNames = Object.keys(variants) as (keyof typeof variants)[];

const splits = {
  "made rows": manyMadeRows(),
  breast_cancer: splitOf("breast_cancer"),
  diabetes: splitOf("diabetes"),
};

/** The scores on the rows held out, of the seeds 0…n−1. */
function scoresOf(name: keyof typeof splits, variant: keyof typeof variants, nSeeds: number): number[] {
  const { train, test: held } = splits[name];
  const Kind = name === "diabetes" ? SGDRegressor : SGDClassifier;
  return Array.from({ length: nSeeds }, (_, seed) =>
    new Kind({ ...variants[variant], seed }).fit(train.X, train.y).score(held.X, held.y),
  );
}

/**
 * The standard error of the difference is that of both sides' seeds. Where a score counts few rows, five seeds of one side
 * often agree by chance, and say nothing of how far apart two programs may be; so this goes by r² and by 2000 rows.
 */
describe("shuffled, the mean of the seeds 0 to 4 is scikit-learn's within 2 standard errors", () => {
  const few = references.shuffled.few;
  test.each(["made rows", "diabetes"] as const)("%s", (name) => {
    for (const variant of variantNames) {
      const theirs = moments(few[`${name}, ${variant}`]);
      const ours = moments(scoresOf(name, variant, 5));
      const standardError = Math.sqrt((ours.variance + theirs.variance) / 5);
      expect(Math.abs(ours.mean - theirs.mean), variant).toBeLessThan(2 * standardError);
    }
  });
});

/**
 * The sharper question, also on the few rows held out of breast_cancer: whether the scores have the same mean at all. 3
 * standard errors, since six means are compared.
 */
describe("shuffled, the mean of 200 seeds is that of 1000 of scikit-learn's within 3 standard errors", () => {
  const { many } = references.shuffled;
  test.each(["breast_cancer", "diabetes"] as const)("%s", (name) => {
    for (const variant of variantNames) {
      const theirs = many[`${name}, ${variant}`];
      const ours = moments(scoresOf(name, variant, 200));
      const standardError = Math.sqrt(ours.variance / 200 + theirs.variance / theirs.nSeeds);
      expect(Math.abs(ours.mean - theirs.mean), variant).toBeLessThan(3 * standardError);
    }
  });
});

describe("holdOut", () => {
  const codes = Float64Array.from({ length: 100 }, (_, i) => Number(i % 10 === 0));

  test("takes a tenth of every class, and all rows are in one part", () => {
    const { train, validation } = holdOut(100, 0.1, codes, 3);
    expect(validation).toHaveLength(10);
    expect(validation.filter((row) => codes[row] === 1)).toHaveLength(1);
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual(
      codes.reduce<number[]>((rows, _, i) => [...rows, i], []),
    );
    expect(holdOut(100, 0.1, codes, 3)).toEqual({ train, validation });
    expect(holdOut(100, 0.1, codes, 4).validation).not.toEqual(validation);
  });

  test("at least one row is held out and one stays", () => {
    expect(holdOut(2, 0.01, null, 0).validation).toHaveLength(1);
    expect(holdOut(2, 0.99, null, 0).train).toHaveLength(1);
    expect(holdOut(11, 0.1, null, 0).validation).toHaveLength(2);
  });
});
