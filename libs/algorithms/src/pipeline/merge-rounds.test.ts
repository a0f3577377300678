import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { madeRows } from "../contract/data.ts";
import type { Label, PlainData } from "../estimator.ts";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";
import { relativeError, throughJson } from "../testing/index.ts";
import { OneHotEncoder } from "../transformers/one-hot-encoder.ts";
import { SimpleImputer } from "../transformers/simple-imputer.ts";
import { StandardScaler } from "../transformers/standard-scaler.ts";
import { DecisionTreeClassifier } from "../tree/decision-tree-classifier.ts";
import { becomeMerged, fitRound, mergeObstacle, mergeRound, stepsOf } from "./merge-rounds.ts";
import { Pipeline } from "./pipeline.ts";
import { NearestMean } from "./testing/nearest-mean.ts";

fc.configureGlobal({ seed: 1 });

const CLASSES = [0, 1, 2];

interface Shard {
  X: Matrix;
  y: Label[];
}

type Learner = NearestMean | ReturnType<typeof pipeline>;

function pipeline() {
  return new Pipeline([new SimpleImputer(), new StandardScaler(), new NearestMean()]);
}

const partsOf = (model: ReturnType<typeof pipeline>) =>
  model.steps as unknown as [SimpleImputer, StandardScaler, NearestMean];

/** Rounds of workers and a master; all that passes between them is JSON. */
function fitInRounds<E extends Learner>(estimator: E, shards: readonly Shard[]): E {
  const merged: PlainData[] = [];
  stepsOf(estimator).forEach((_, r) => {
    const states = shards.map(({ X, y }) => fitRound(estimator, merged, X, y, { classes: CLASSES }));
    merged.push(throughJson(mergeRound(estimator, r, states.map(throughJson))));
  });
  return becomeMerged(estimator, merged);
}

/** Consecutive rows, in parts of these sizes. */
function cut({ X, y }: Shard, sizes: readonly number[]): Shard[] {
  let start = 0;
  return sizes.map((size) => {
    const rows = Array.from({ length: size }, (_, i) => start + i);
    start += size;
    return { X: takeRows(X, rows), y: rows.map((i) => y[i]) };
  });
}

/** Every fifth value is missing, and in the first rows all of one column. */
function holed({ X, y }: Shard, nEmpty: number): Shard {
  const isHole = (at: number) => at % 5 === 2 || (at % 4 === 1 && at < 4 * nEmpty);
  return {
    X: matrix(
      X.nRows,
      4,
      X.data.map((value, at) => (isHole(at) ? NaN : value)),
    ),
    y,
  };
}

describe("a fit in rounds", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 6 });

  test("equals the fit of all rows, for any cut", () => {
    fc.assert(
      fc.property(sizes, (parts) => {
        const n = parts.reduce((sum, size) => sum + size, 0);
        const rows = holed(madeRows("classifier", n, 3), parts[0]);
        const distributed = fitInRounds(pipeline(), cut(rows, parts));
        const serial = pipeline().fit(rows.X, rows.y, { classes: CLASSES });
        const [imputer, scaler, nearest] = partsOf(distributed);
        const [imputerOfAll, scalerOfAll, nearestOfAll] = partsOf(serial);
        expect(relativeError(imputer.statistics, imputerOfAll.statistics, 1)).toBeLessThanOrEqual(1e-9);
        expect(relativeError(scaler.mean!, scalerOfAll.mean!, 1)).toBeLessThanOrEqual(1e-9);
        expect(relativeError(scaler.scale!, scalerOfAll.scale!, 1)).toBeLessThanOrEqual(1e-9);
        const Z = scaler.transform(imputer.transform(rows.X));
        // Deviations of classes with a row or two are rounding alone, and distances are divided by them.
        if (n > 20)
          expect(relativeError(nearest.distances(Z), nearestOfAll.distances(Z), 1)).toBeLessThanOrEqual(1e-9);
        expect(distributed.predict(rows.X)).toEqual(serial.predict(rows.X));
      }),
      { numRuns: 60 },
    );
  });

  test("a column without a value on one worker is kept when another has one", () => {
    const rows = holed(madeRows("classifier", 30, 3), 10);
    const model = fitInRounds(pipeline(), cut(rows, [10, 20]));
    expect((model.steps[0] as SimpleImputer).nFeaturesOut).toBe(4);
    expect((fitInRounds(pipeline(), cut(rows, [10])).steps[0] as SimpleImputer).nFeaturesOut).toBe(3);
  });

  test("a category of one worker has a column on all", () => {
    const X = matrix(4, 1, Float64Array.of(1, 1, 2, 2));
    const model = new Pipeline([new OneHotEncoder(), new NearestMean()]);
    const shards = cut({ X, y: [0, 0, 1, 1] }, [2, 2]);
    expect(fitInRounds(model as never as Learner, shards).predict(X)).toEqual([0, 0, 1, 1]);
  });

  test("an estimator that is no pipeline takes one round", () => {
    const rows = madeRows("classifier", 40, 3);
    const model = fitInRounds(new NearestMean(), cut(rows, [7, 33]));
    expect(
      relativeError(model.distances(rows.X), new NearestMean().fit(rows.X, rows.y).distances(rows.X), 1),
    ).toBeLessThanOrEqual(1e-9);
    expect(stepsOf(new NearestMean())).toHaveLength(1);
  });
});

describe("who can be merged", () => {
  test("one step without merge hinders the whole, and is named", () => {
    const withTree = new Pipeline([new StandardScaler(), new DecisionTreeClassifier()]);
    expect(mergeObstacle(withTree)).toBe("DecisionTreeClassifier has no sufficient statistics that merge.");
    expect(mergeObstacle(new DecisionTreeClassifier())).toMatch(/^DecisionTreeClassifier has no/);
    expect(mergeObstacle(pipeline())).toBeNull();
  });

  test("medians do not merge", () => {
    const withMedian = new Pipeline([new SimpleImputer({ strategy: "median" }), new NearestMean()]);
    expect(mergeObstacle(withMedian)).toMatch(/^The median of all rows does not follow/);
  });
});
