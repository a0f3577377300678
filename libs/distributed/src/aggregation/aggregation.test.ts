import {
  bootstrapIndices,
  createRandom,
  DecisionTreeClassifier,
  hashSeed,
  matrix,
  takeRows,
  type Estimator,
  type Label,
  type Matrix,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { conduct } from "../coordinator/conduct.ts";
import type { Transport } from "../coordinator/coordinator.ts";
import { inProcessTransport } from "../in-process/transport.ts";
import type { Fault } from "../testing/faults.ts";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import { DRAW_DEFAULTS } from "./draw-options.ts";
import { aggregationFitCoordinator, type TrainedEnsemble } from "./fit-coordinator.ts";
import type { AggregationAnswer, AggregationOrder } from "./messages.ts";
import { aggregationParticipant } from "./participant.ts";
import { aggregationPredictCoordinator } from "./predict-coordinator.ts";
import { resolveEnsemble } from "./settings.ts";
import { ensembleOf, learner } from "./testing.ts";

/** The same ensemble, grown by one process: the plain mean over learners fitted on the shards. */
function singleProcess(
  shards: readonly MadeData[],
  classes: Label[],
  seed: number,
  { X }: MadeData,
): number[] {
  const members = shards.map((shard, k) => {
    const streamSeed = hashSeed(seed, `worker${k + 1}`);
    const rows = bootstrapIndices(shard.X.nRows, createRandom(streamSeed));
    const labels = Array.from(rows, (i) => shard.y[i]);
    const tree = new DecisionTreeClassifier({ maxDepth: 4 });
    return tree.fit(takeRows(shard.X, rows), labels, { classes, seed: streamSeed }).predictProba(X);
  });
  return Array.from(members[0].data, (_, i) => {
    let sum = 0;
    for (const { data } of members) sum += data[i];
    return sum / members.length;
  });
}

describe("distributed equals single-process, bit for bit", () => {
  const classes = ["a", "b", "c"];
  const data = madeData("classifier", 240, 4, classes);

  test("different data on every worker", async () => {
    const shards = cut(data, [120, 80, 40]);
    const ensemble = ensembleOf("classifier", shards, { bootstrap: true });
    const { values } = await ensemble.predict(await ensemble.fit(3), data);
    expect(Array.from(values.data)).toEqual(singleProcess(shards, classes, 3, data));
  });

  test("the same data on every worker: the bootstrap makes them differ, and repeats", async () => {
    const shards = [data, data, data];
    const ensemble = ensembleOf("classifier", shards, { bootstrap: true });
    const first = await ensemble.predict(await ensemble.fit(), data);
    expect(Array.from(first.values.data)).toEqual(singleProcess(shards, classes, 0, data));
    const alone = ensembleOf("classifier", [data], { bootstrap: true });
    const single = await alone.predict(await alone.fit(), data);
    expect(Array.from(first.values.data)).not.toEqual(Array.from(single.values.data));
    const again = await ensemble.predict(await ensemble.fit(), data);
    expect(Array.from(again.values.data)).toEqual(Array.from(first.values.data));
  });
});

test("a shard without one of the classes answers 0 for it", async () => {
  const data = madeData("classifier", 200, 3, [0, 1, 2]);
  const rows = data.y.flatMap((label, i) => (label === 2 ? [] : [i]));
  const lacking: MadeData = {
    columns: data.columns,
    X: takeRows(data.X, rows),
    y: rows.map((i) => data.y[i]),
  };
  const ensemble = ensembleOf("classifier", [lacking, data]);
  const outcome = await ensemble.fit();
  const { values } = await ensemble.predict(outcome, data);
  expect(outcome.ensemble.classes).toEqual([0, 1, 2]);
  expect(values.nColumns).toBe(3);
  for (let i = 0; i < values.nRows; i++) {
    const [p0, p1, p2] = values.data.subarray(i * 3, i * 3 + 3);
    expect(p0 + p1 + p2).toBeCloseTo(1, 12);
    expect(p2).toBeLessThanOrEqual(0.5);
  }
});

describe("a worker dies", () => {
  const data = madeData("regressor", 120, 3);
  const shards = cut(data, [60, 59, 1]);

  test("while it fits: the fit is partial, the mean goes over the others", async () => {
    const ensemble = ensembleOf("regressor", shards, {}, [
      { worker: "worker1", order: "fit", moment: "during" },
    ]);
    const outcome = await ensemble.fit();
    expect(outcome.report).toMatchObject({ fit: "partial", iterations: 1 });
    expect(outcome.report.workers[0]).toMatchObject({
      state: "failed",
      nSamples: 60,
      failure: { order: "fit" },
    });
    expect(outcome.ensemble.members).toEqual(["worker2", "worker3"]);
    const others = ensembleOf("regressor", shards.slice(1));
    const expected = await others.predict(await others.fit(), data);
    const { values, failed } = await ensemble.predict(outcome, data);
    expect(Array.from(values.data)).toEqual(Array.from(expected.values.data));
    expect(failed).toEqual([]);
  });

  test("before a prediction: it is named in the answer", async () => {
    const ensemble = ensembleOf("regressor", shards, {}, [
      { worker: "worker2", order: "predict", moment: "before" },
    ]);
    const prediction = await ensemble.predict(await ensemble.fit(), data);
    expect(prediction.answered).toEqual(["worker1", "worker3"]);
    expect(prediction.failed).toEqual([{ name: "worker2", reason: "worker2 is gone." }]);
  });

  test("and nobody is left: an error with the reasons", async () => {
    const gone: Fault = { worker: "worker1", order: "predict", moment: "before" };
    const ensemble = ensembleOf("regressor", shards.slice(0, 1), {}, [gone]);
    const outcome = await ensemble.fit();
    await expect(ensemble.predict(outcome, data)).rejects.toThrow(
      "No worker is left: worker1 (predict: worker1 is gone.)",
    );
  });
});

test("predictions of another shape, or that are no numbers, are left out of the mean by name", async () => {
  const X = matrix(2, 1, Float64Array.of(1, 2));
  const ensemble: TrainedEnsemble = {
    task: "regressor",
    fitId: "f",
    members: ["good", "short", "infinite"],
    columns: ["x"],
    classes: null,
    voting: "soft",
    weights: new Map(["good", "short", "infinite"].map((name) => [name, 1])),
  };
  const answers = new Map([
    ["good", Float64Array.of(3, 4)],
    ["short", Float64Array.of(3)],
    ["infinite", Float64Array.of(3, Infinity)],
  ]);
  const transport: Transport<AggregationOrder, AggregationAnswer> = {
    async deliver(to) {
      const values = answers.get(to) as Float64Array;
      const answer: AggregationAnswer = { type: "predictions", values: matrix(values.length, 1, values) };
      return { answer, bytesSent: 0, bytesReceived: 0 };
    },
  };
  const coordinator = aggregationPredictCoordinator(ensemble, ["x"], X);
  const { outcome } = await conduct(coordinator, transport, { now: () => 0 });
  expect(Array.from(outcome.values.data)).toEqual([3, 4]);
  expect(outcome.failed).toEqual([
    { name: "short", reason: "Expected 2 × 1 predictions, got 1 × 1." },
    { name: "infinite", reason: "Prediction 1 is no finite number, but Infinity." },
  ]);
});

test("what are no probabilities are left out of the mean by name", async () => {
  const data = madeData("classifier", 20, 2);
  const rows: (() => number[])[] = [() => [0.5, 0.5], () => [5, 5], () => [-2, 3], () => [0.2, 0.2]];
  const own = (k: number): Estimator =>
    Object.assign(learner("classifier"), {
      predictProba: ({ nRows }: Matrix) =>
        matrix(
          nRows,
          2,
          Float64Array.from({ length: 2 * nRows }, (_, at) => rows[k]()[at % 2]),
        ),
    });
  let k = 0;
  const ensemble = ensembleOf("classifier", [data, data, data, data], {}, [], {}, () => own(k++));
  const { values, failed } = await ensemble.predict(await ensemble.fit(), data);
  expect(new Set(values.data)).toEqual(new Set([0.5]));
  expect(failed.map(({ name }) => name)).toEqual(["worker2", "worker3", "worker4"]);
  expect(failed[0].reason).toBe("Expected 2 probabilities ≥ 0 with the sum 1 in row 0, got 5, 5.");
});

test("a learner that is asynchronous, or answers no matrix, fails its worker with a sentence", async () => {
  const data = madeData("classifier", 20, 2);
  const asynchronous = { fit: () => Promise.reject(new Error("late")) };
  const variants = [
    asynchronous,
    { predictProba: async () => matrix(20, 2) },
    { predictProba: () => null },
    {},
  ];
  let k = 0;
  const make = () => Object.assign(learner("classifier"), variants[k++]) as Estimator;
  const ensemble = ensembleOf("classifier", [data, data, data, data], {}, [], {}, make);
  const outcome = await ensemble.fit();
  expect(outcome.report.workers[0].failure?.reason).toContain(
    "DecisionTreeClassifier.fit to be done when it returns",
  );
  const { answered, failed } = await ensemble.predict(outcome, data);
  expect(answered).toEqual(["worker4"]);
  expect(failed.map(({ reason }) => reason)).toEqual([
    expect.stringContaining("DecisionTreeClassifier.predictProba to be done when it returns, got a promise"),
    expect.stringContaining(
      "a matrix of nRows · nColumns numbers in what DecisionTreeClassifier.predictProba returns",
    ),
  ]);
});

test("a participant refuses predictions of a fit it did not make, and columns it does not know", () => {
  const data = madeData("regressor", 20, 2);
  const participant = aggregationParticipant({
    name: "worker1",
    estimator: learner("regressor"),
    drawing: DRAW_DEFAULTS,
    ...data,
  });
  const predict = { type: "predict", fitId: "fit-1", columns: data.columns, X: data.X } as const;
  expect(() => participant.answer(predict)).toThrow("worker1 holds no model of fit fit-1");
  participant.answer({ type: "fit", fitId: "fit-1", classes: null, seed: 0 });
  expect(participant.answer(predict)).toMatchObject({ type: "predictions" });
  expect(() => participant.answer({ ...predict, columns: ["x0", "z"] })).toThrow(
    "Expected the columns of worker1; missing [x1], unexpected [z]",
  );
});

test("a learner whose second fit throws keeps the model of the first, if the learner itself does", () => {
  const data = madeData("regressor", 20, 2);
  const tree = learner("regressor");
  const participant = aggregationParticipant({
    name: "worker1",
    estimator: tree,
    drawing: DRAW_DEFAULTS,
    ...data,
  });
  participant.answer({ type: "fit", fitId: "fit-1", classes: null, seed: 0 });
  tree.fit = () => {
    throw new Error("out of memory");
  };
  expect(() => participant.answer({ type: "fit", fitId: "fit-2", classes: null, seed: 0 })).toThrow(
    "out of memory",
  );
  const predict = { type: "predict", fitId: "fit-1", columns: data.columns, X: data.X } as const;
  expect(participant.answer(predict)).toMatchObject({ type: "predictions" });
});

test("tasks that differ are refused by name", async () => {
  const data = madeData("regressor", 20, 2);
  const regressors = new Map([
    [
      "worker1",
      aggregationParticipant({
        name: "worker1",
        estimator: learner("regressor"),
        drawing: DRAW_DEFAULTS,
        ...data,
      }),
    ],
  ]);
  const coordinator = aggregationFitCoordinator({
    ...resolveEnsemble("classifier", {}),
    fitId: "f",
    workers: ["worker1"],
  });
  await expect(conduct(coordinator, inProcessTransport(regressors), { now: () => 0 })).rejects.toThrow(
    "worker1 has the task regressor, the master classifier",
  );
});
