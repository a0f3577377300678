import {
  DummyRegressor,
  GaussianNB,
  NearestCentroid,
  Pipeline,
  StandardScaler,
  takeColumns,
  type Estimator,
  type Label,
  type PlainData,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import type { Fault } from "../testing/faults.ts";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import type { MergeAnswer } from "./messages.ts";
import { predictMerged } from "./model.ts";
import { roundsOf, type MergeRounds } from "./rounds.ts";
import { fitMerged, type TestFit } from "./testing.ts";

const mean = () => new DummyRegressor();
const centroid = () => new NearestCentroid();
const scaledCentroid = () => new Pipeline([new StandardScaler(), new NearestCentroid()]);

const centroidsOf = (estimator: Estimator) => Array.from((estimator as NearestCentroid).centroids.data);
const stepsOf = (estimator: Estimator) =>
  (estimator as Pipeline).steps as unknown as [StandardScaler, NearestCentroid];

const together = (shards: readonly MadeData[]): { X: MadeData["X"]; y: Label[] } => {
  const nRows = shards.reduce((sum, { X }) => sum + X.nRows, 0);
  const data = Float64Array.from(shards.flatMap(({ X }) => Array.from(X.data)));
  return { X: { nRows, nColumns: shards[0].X.nColumns, data }, y: shards.flatMap(({ y }) => y) };
};

function expectClose(got: readonly number[], want: readonly number[]): void {
  expect(got).toHaveLength(want.length);
  got.forEach((value, i) =>
    expect(Math.abs(value - want[i])).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(want[i]))),
  );
}

describe("distributed equals serial", () => {
  const numbers = madeData("regressor", 121, 3);
  const labels = madeData("classifier", 121, 3, ["a", "b", "c"]);

  test.each([[[121]], [[90, 30, 1]], [[1, 1, 119]], [[40, 41, 40]]])(
    "a regressor on shards of %s rows",
    async (sizes) => {
      const model = await fitMerged({ make: mean, shards: cut(numbers, sizes) });
      const serial = new DummyRegressor().fit(numbers.X, numbers.y as number[]);
      const values = predictMerged(model, numbers.columns, numbers.X);
      expectClose(Array.from(values.data), Array.from(serial.predict(numbers.X)));
      const { report } = model;
      expect(report).toMatchObject({ fit: "ok", iterations: 1, converged: true, finalLoss: null, notes: [] });
    },
  );

  test("a classifier on unequal shards, one of them a single row, one without a class", async () => {
    const sorted = Array.from(labels.y.keys()).sort((a, b) => (labels.y[a] < labels.y[b] ? -1 : 1));
    const byLabel: MadeData = {
      columns: labels.columns,
      X: {
        ...labels.X,
        data: Float64Array.from(sorted.flatMap((i) => [0, 1, 2].map((j) => labels.X.data[3 * i + j]))),
      },
      y: sorted.map((i) => labels.y[i]),
    };
    const shards = cut(byLabel, [30, 90, 1]);
    expect(new Set(shards[0].y).size).toBeLessThan(3);
    const model = await fitMerged({ make: centroid, shards });
    const serial = new NearestCentroid().fit(byLabel.X, byLabel.y);
    expect(model.classes).toEqual(["a", "b", "c"]);
    expectClose(centroidsOf(model.estimator), centroidsOf(serial));
    expect(predictMerged(model, byLabel.columns, byLabel.X)).toEqual(serial.predictProba(byLabel.X));
  });

  test("labels that read as numbers on one shard only are one class", async () => {
    const [one, two] = cut(madeData("classifier", 60, 2, [1, 2]), [30, 30]);
    const other = { ...two, y: two.y.map((label, i) => (i === 0 ? "other" : String(label))) };
    const model = await fitMerged({ make: centroid, shards: [one, other] });
    const all = together([one, other]);
    const serial = new NearestCentroid().fit(all.X, all.y.map(String));
    expect(model.classes).toEqual(["1", "2", "other"]);
    expectClose(centroidsOf(model.estimator), centroidsOf(serial));
  });

  test("columns in another order on each shard", async () => {
    const [one, two] = cut(labels, [60, 61]);
    const order = [2, 0, 1];
    const turned = { ...two, X: takeColumns(two.X, order), columns: order.map((j) => two.columns[j]) };
    const model = await fitMerged({ make: centroid, shards: [one, turned] });
    const serial = new NearestCentroid().fit(labels.X, labels.y);
    expectClose(centroidsOf(model.estimator), centroidsOf(serial));
    const asked = predictMerged(model, turned.columns, takeColumns(labels.X, order));
    expect(asked).toEqual(serial.predictProba(labels.X));
  });

  test("rows with weights", async () => {
    const weights = numbers.y.map((_, i) => (i % 5) + 0.5);
    const shards = cut(numbers, [100, 21]).map((shard, k) => ({
      ...shard,
      sampleWeight: k === 0 ? weights.slice(0, 100) : weights.slice(100),
    }));
    const model = await fitMerged({ make: mean, shards });
    const serial = new DummyRegressor().fit(numbers.X, numbers.y as number[], { sampleWeight: weights });
    expectClose([model.estimator.toState().value as number], [serial.toState().value as number]);
  });

  test("the same twice, bit for bit", async () => {
    const shards = cut(numbers, [90, 30, 1]);
    const [once, again] = [await fitMerged({ make: mean, shards }), await fitMerged({ make: mean, shards })];
    expect(again.estimator.toState()).toEqual(once.estimator.toState());
  });
});

describe("a pipeline goes round by round", () => {
  const data = madeData("classifier", 150, 3, [0, 1]);
  const shards = cut(data, [100, 49, 1]);

  test("and equals serial", async () => {
    const { estimator, report } = await fitMerged({ make: scaledCentroid, shards });
    const serial = scaledCentroid().fit(data.X, data.y);
    const [[scaler, nearest], [scalerOfAll, nearestOfAll]] = [stepsOf(estimator), stepsOf(serial)];
    expectClose(Array.from(scaler.mean!), Array.from(scalerOfAll.mean!));
    expectClose(Array.from(scaler.variance!), Array.from(scalerOfAll.variance!));
    expectClose(centroidsOf(nearest), centroidsOf(nearestOfAll));
    expect(estimator.predict(data.X)).toEqual(serial.predict(data.X));
    expect(report).toMatchObject({ fit: "ok", iterations: 2 });
    expect(report.workers.map(({ rounds }) => rounds)).toEqual([2, 2, 2]);
  });

  test("a worker that dies in round 2 has its rows in step 1 only, and that is said", async () => {
    const died: Fault = { worker: "worker2", order: "fit", round: 2, moment: "during" };
    const { estimator, report } = await fitMerged({ make: scaledCentroid, shards, faults: [died] });
    const scaler = new StandardScaler().fit(data.X);
    const others = together([shards[0], shards[2]]);
    const nearest = new NearestCentroid().fit(scaler.transform(others.X), others.y);
    expectClose(centroidsOf(stepsOf(estimator)[1]), centroidsOf(nearest));
    expect(report.fit).toBe("partial");
    expect(report.notes).toEqual([
      "The 49 rows of worker2 are missing in NearestCentroid (not in StandardScaler).",
    ]);
  });
});

describe("a worker dies", () => {
  const data = madeData("regressor", 60, 2);
  const shards = cut(data, [30, 20, 10]);
  const without2 = together([shards[0], shards[2]]);
  const serial = new DummyRegressor().fit(without2.X, without2.y as number[]);

  test.each(["before", "during"] as const)("%s its state: its rows are missing, named", async (moment) => {
    const died: Fault = { worker: "worker2", order: "fit", round: 1, moment };
    const { estimator, report } = await fitMerged({ make: mean, shards, faults: [died] });
    expectClose([estimator.toState().value as number], [serial.toState().value as number]);
    expect(report).toMatchObject({
      fit: "partial",
      workers: [{ state: "ok" }, { state: "failed", nSamples: 20, failure: { order: "fit", round: 1 } }, {}],
      notes: ["The 20 rows of worker2 are missing in the model."],
    });
  });

  test("before it describes itself: the number of its rows is unknown", async () => {
    const died: Fault = { worker: "worker2", order: "describe", moment: "before" };
    const { report } = await fitMerged({ make: mean, shards, faults: [died] });
    expect(report.notes).toEqual(["The rows of worker2 are missing in the model."]);
  });

  test("after its state: nothing is lost", async () => {
    const died: Fault = { worker: "worker2", order: "fit", round: 1, moment: "after" };
    const { estimator, report } = await fitMerged({ make: mean, shards, faults: [died] });
    const all = new DummyRegressor().fit(data.X, data.y as number[]);
    expectClose([estimator.toState().value as number], [all.toState().value as number]);
    expect(report).toMatchObject({ fit: "ok", notes: [] });
  });

  test("and nobody is left: an error with the reasons", async () => {
    const faults = shards.map((_, k): Fault => ({
      worker: `worker${k + 1}`,
      order: "fit",
      round: 1,
      moment: "before",
    }));
    await expect(fitMerged({ make: mean, shards, faults })).rejects.toThrow(
      "No worker is left: worker1 (fit, round 1: worker1 is gone.)",
    );
  });
});

describe("a state of another program fails its worker with a sentence", () => {
  const shards = cut(madeData("classifier", 60, 2), [30, 30]);
  const broken = (change: (state: PlainData) => PlainData) => (worker: string, answer: MergeAnswer) =>
    worker === "worker2" && answer.type === "state" ? { ...answer, state: change(answer.state) } : answer;

  test.each<[string, (state: PlainData) => PlainData, string]>([
    ["another name", (s) => ({ ...s, name: "Other" }), 'has the name "Other", expected "NearestCentroid".'],
    ["no name", ({ name: _, ...s }) => s, 'has the name nothing, expected "NearestCentroid".'],
    [
      "other parameters",
      (s) => ({ ...s, parameters: { metric: "manhattan", shrinkThreshold: null } }),
      'has the parameters {"metric":"manhattan","shrinkThreshold":null}, expected {"metric":"euclidean"',
    ],
    ["another width", (s) => ({ ...s, nFeatures: 3 }), "has the nFeatures 3, expected 2."],
    ["other classes", (s) => ({ ...s, classes: [0, 1, 2] }), "has the classes [0,1,2], expected [0,1]."],
    [
      "a missing part",
      ({ moments: _, ...s }) => s,
      "cannot be used. Expected a list at moments in the state",
    ],
    [
      "numbers that are none",
      (s) => ({ ...s, centroids: [null, 0, 0, 0] }),
      "cannot be used. Expected a list of numbers at centroids",
    ],
  ])("%s", async (_, change, sentence) => {
    const { report, estimator } = await fitMerged({ make: centroid, shards, tamper: broken(change) });
    expect(report.workers[1].failure?.reason).toContain(`Its state of a NearestCentroid ${sentence}`);
    expectClose(centroidsOf(estimator), centroidsOf(centroid().fit(shards[0].X, shards[0].y)));
  });
});

test("states that are good alone but do not go together end the fit with a sentence", async () => {
  const shards = cut(madeData("regressor", 60, 2), [30, 30]);
  const rounds: MergeRounds = {
    ...roundsOf(mean()),
    merge: (r, states) => {
      if (states.length > 1) throw new Error("They overlap.");
      return roundsOf(mean()).merge(r, states);
    },
  };
  await expect(fitMerged({ make: mean, shards, rounds })).rejects.toThrow(
    "The workers' states of a DummyRegressor do not merge. They overlap.",
  );
});

describe("what does not fit together is refused by name", () => {
  const shards = cut(madeData("classifier", 60, 2), [30, 30]);
  const second = (estimator: Estimator) => (k: number) => (k === 1 ? estimator : centroid());

  test.each<[string, Partial<TestFit>, string]>([
    [
      "another estimator",
      { makeOf: second(new GaussianNB()) },
      "worker2 has the estimator GaussianNB, the master NearestCentroid: give both the same estimator.",
    ],
    [
      "another task",
      { make: mean, makeOf: centroid },
      "worker1 has the task classifier, the master regressor: give both the same task.",
    ],
    [
      "other parameters",
      { makeOf: second(new NearestCentroid({ shrinkThreshold: 1 })) },
      "worker2 has a NearestCentroid with shrinkThreshold 1, the master with shrinkThreshold null: give both the same",
    ],
    [
      "bagging options",
      { draws: { bootstrap: true, maxFeatures: 0.5 } },
      "worker1 was given bootstrap, maxFeatures: merging learns from every row once",
    ],
    [
      "other columns",
      { shards: [shards[0], { ...shards[1], columns: ["x0", "z"] }] },
      "The columns of worker2 do not match those of worker1: missing [x1], unexpected [z].",
    ],
  ])("%s", async (_, change, message) => {
    await expect(fitMerged({ make: centroid, shards, ...change })).rejects.toThrow(message);
  });
});
