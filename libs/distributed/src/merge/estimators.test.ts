import {
  BernoulliNB,
  GaussianNB,
  LinearRegression,
  matrix,
  NearestCentroid,
  Pipeline,
  Ridge,
  SimpleImputer,
  StandardScaler,
  type Estimator,
  type Matrix,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { resolveDrawing } from "../aggregation/draw-options.ts";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import { predictMerged } from "./model.ts";
import { mergeParticipant } from "./participant.ts";
import { fitMerged } from "./testing.ts";

function answersOf(estimator: Estimator, X: Matrix): Float64Array {
  return estimator.task === "classifier" ? estimator.predictProba(X).data : estimator.predict(X);
}

/** Largest |a − b| / max(1, |b|). */
function largestDifference(a: Float64Array, b: Float64Array): number {
  return b.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(a[i] - value) / Math.max(1, Math.abs(value))),
    0,
  );
}

const withHoles = ({ columns, X, y }: MadeData): MadeData => ({
  columns,
  X: matrix(
    X.nRows,
    X.nColumns,
    X.data.map((x, at) => (at % 7 === 3 ? NaN : x)),
  ),
  y,
});

const CASES: [name: string, make: () => Estimator, nRounds: number][] = [
  ["GaussianNB", () => new GaussianNB(), 1],
  ["BernoulliNB", () => new BernoulliNB({ binarize: 3 }), 1],
  ["NearestCentroid", () => new NearestCentroid(), 1],
  ["LinearRegression", () => new LinearRegression(), 1],
  ["Ridge", () => new Ridge({ alpha: 2 }), 1],
  ["scaler → GaussianNB", () => new Pipeline([new StandardScaler(), new GaussianNB()]), 2],
  [
    "imputer → scaler → Ridge",
    () => new Pipeline([new SimpleImputer(), new StandardScaler(), new Ridge()]),
    3,
  ],
];

describe("a distributed fit equals one of all rows: 1e-9", () => {
  test.each(CASES)("%s", async (_, make, nRounds) => {
    const made = madeData(make().task, 160, 5, ["a", "b", "c"]);
    const data = make().takesMissing ? withHoles(made) : made;
    const outcome = await fitMerged({ make, shards: cut(data, [100, 1, 59]) });
    const { estimator, report, columns } = outcome;
    const serial = make().fit(data.X, data.y as never);
    expect(largestDifference(answersOf(estimator, data.X), answersOf(serial, data.X))).toBeLessThan(1e-9);
    expect(report).toMatchObject({ fit: "ok", iterations: nRounds, notes: [] });
    expect(predictMerged(outcome, columns, data.X).data).toEqual(answersOf(estimator, data.X));
  });

  test("one worker with all rows is the single process, bit for bit", async () => {
    const data = madeData("classifier", 90, 4);
    const { estimator } = await fitMerged({ make: () => new GaussianNB(), shards: [data] });
    expect(answersOf(estimator, data.X)).toEqual(answersOf(new GaussianNB().fit(data.X, data.y), data.X));
  });
});

test("no row travels: a state holds as many numbers for ten times as many rows", () => {
  const numbersInState = (nRows: number): number => {
    const data = madeData("regressor", nRows, 5);
    const { columns } = data;
    const drawing = resolveDrawing({});
    const participant = mergeParticipant({ name: "worker1", estimator: new Ridge(), drawing, ...data });
    const common = { fitId: "f", columns, classes: null, seed: 0 };
    const answer = participant.answer({ type: "fit", round: 1, merged: [], ...common });
    return JSON.stringify(answer).match(/\d+\.?\d*/gu)!.length;
  };
  expect(numbersInState(1000)).toBe(numbersInState(100));
  expect(numbersInState(100)).toBeGreaterThan(25);
});
