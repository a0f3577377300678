import { takeColumns, type Estimator, type Label, type PlainData, type Task } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { resolveDrawing, type DrawOptions } from "../aggregation/draw-options.ts";
import { conduct } from "../coordinator/conduct.ts";
import type { Transport } from "../coordinator/coordinator.ts";
import { inProcessTransport } from "../in-process/transport.ts";
import { withFaults, type Fault } from "../testing/faults.ts";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import { mergeCoordinator } from "./coordinator.ts";
import type { MergeAnswer, MergeOrder } from "./messages.ts";
import { predictMerged } from "./model.ts";
import { mergeParticipant } from "./participant.ts";
import { roundsOf, type MergeRounds } from "./rounds.ts";
import { MeanOfTargets, NearestMean, standardizedMeans, Standardizer } from "./testing.ts";

const learner = (task: Task): Estimator => (task === "classifier" ? new NearestMean() : new MeanOfTargets());

class OtherMean extends NearestMean {
  override readonly name = "OtherMean";
}

interface Fit {
  task: Task;
  shards: readonly (MadeData & { sampleWeight?: number[] })[];
  faults?: readonly Fault[];
  draws?: DrawOptions;
  makeLearner?: (worker: number) => Estimator;
  tamper?: (worker: string, answer: MergeAnswer) => MergeAnswer;
}

/** Workers in this process, and a master that merges plain estimators. */
function fit(options: Fit) {
  return fitRounds(roundsOf(learner(options.task)), options);
}

/** @param rounds the master's. @param workersRounds default: those of their estimators. */
async function fitRounds<Model>(
  rounds: MergeRounds<Model>,
  { task, shards, faults = [], draws = {}, tamper = (_, answer) => answer, ...options }: Fit,
  workersRounds?: MergeRounds<unknown>,
) {
  const { makeLearner = () => learner(task) } = options;
  const workers = shards.map((_, k) => `worker${k + 1}`);
  const drawing = resolveDrawing(draws);
  const participants = new Map(
    shards.map((shard, k) => {
      const estimator = makeLearner(k);
      const own = workersRounds ?? roundsOf(estimator);
      const name = workers[k];
      return [name, mergeParticipant({ name, estimator, drawing, ...shard }, own)];
    }),
  );
  const inProcess = inProcessTransport(participants);
  const overJson: Transport<MergeOrder, MergeAnswer> = {
    async deliver(to, order) {
      const delivery = await inProcess.deliver(to, JSON.parse(JSON.stringify(order)) as MergeOrder);
      return { ...delivery, answer: tamper(to, JSON.parse(JSON.stringify(delivery.answer)) as MergeAnswer) };
    },
  };
  const coordinator = mergeCoordinator({ task, fitId: "fit-1", seed: 0, workers, rounds });
  const { outcome } = await conduct(coordinator, withFaults(overJson, faults), { now: () => 0 });
  const { report, ...model } = outcome;
  return { report, model };
}

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
      const { model, report } = await fit({ task: "regressor", shards: cut(numbers, sizes) });
      const serial = new MeanOfTargets().fit(numbers.X, numbers.y as number[]);
      const values = predictMerged(model, numbers.columns, numbers.X);
      expectClose(Array.from(values.data), Array.from(serial.predict(numbers.X)));
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
    const { model } = await fit({ task: "classifier", shards });
    const serial = new NearestMean().fit(byLabel.X, byLabel.y);
    expect(model.classes).toEqual(["a", "b", "c"]);
    expectClose((model.estimator as NearestMean).means.flat(), serial.means.flat());
    expect(predictMerged(model, byLabel.columns, byLabel.X)).toEqual(serial.predictProba(byLabel.X));
  });

  test("labels that read as numbers on one shard only are one class", async () => {
    const [one, two] = cut(madeData("classifier", 60, 2, [1, 2]), [30, 30]);
    const other = { ...two, y: two.y.map((label, i) => (i === 0 ? "other" : String(label))) };
    const { model } = await fit({ task: "classifier", shards: [one, other] });
    const all = together([one, other]);
    const serial = new NearestMean().fit(all.X, all.y.map(String));
    expect(model.classes).toEqual(["1", "2", "other"]);
    expectClose((model.estimator as NearestMean).means.flat(), serial.means.flat());
  });

  test("columns in another order on each shard", async () => {
    const [one, two] = cut(labels, [60, 61]);
    const order = [2, 0, 1];
    const turned = { ...two, X: takeColumns(two.X, order), columns: order.map((j) => two.columns[j]) };
    const { model } = await fit({ task: "classifier", shards: [one, turned] });
    const serial = new NearestMean().fit(labels.X, labels.y);
    expectClose((model.estimator as NearestMean).means.flat(), serial.means.flat());
    const asked = predictMerged(model, turned.columns, takeColumns(labels.X, order));
    expect(asked).toEqual(serial.predictProba(labels.X));
  });

  test("rows with weights", async () => {
    const weights = numbers.y.map((_, i) => (i % 5) + 0.5);
    const shards = cut(numbers, [100, 21]).map((shard, k) => ({
      ...shard,
      sampleWeight: k === 0 ? weights.slice(0, 100) : weights.slice(100),
    }));
    const { model } = await fit({ task: "regressor", shards });
    const serial = new MeanOfTargets().fit(numbers.X, numbers.y as number[], { sampleWeight: weights });
    expectClose([model.estimator.toState().mean as number], [serial.toState().mean as number]);
  });

  test("the same twice, bit for bit", async () => {
    const shards = cut(numbers, [90, 30, 1]);
    const [once, again] = [
      await fit({ task: "regressor", shards }),
      await fit({ task: "regressor", shards }),
    ];
    expect(again.model.estimator.toState()).toEqual(once.model.estimator.toState());
  });
});

describe("a learner of two steps goes round by round", () => {
  const data = madeData("classifier", 150, 3, [0, 1]);
  const shards = cut(data, [100, 49, 1]);
  const fitBoth = (faults: Fault[] = []) =>
    fitRounds(standardizedMeans(), { task: "classifier", shards, faults }, standardizedMeans());

  function serialOn({ X, y }: { X: MadeData["X"]; y: Label[] }) {
    const standardizer = new Standardizer().fit(X);
    return { standardizer, classifier: new NearestMean().fit(standardizer.transform(X), y) };
  }

  test("and equals serial", async () => {
    const { model, report } = await fitBoth();
    const { standardizer, classifier } = serialOn(data);
    const [merged, means] = model.estimator;
    expectClose(merged.toState().mean as number[], standardizer.toState().mean as number[]);
    expectClose(merged.toState().m2 as number[], standardizer.toState().m2 as number[]);
    expectClose(means.means.flat(), classifier.means.flat());
    expect(means.predict(merged.transform(data.X))).toEqual(
      classifier.predict(standardizer.transform(data.X)),
    );
    expect(report).toMatchObject({ fit: "ok", iterations: 2 });
    expect(report.workers.map(({ rounds }) => rounds)).toEqual([2, 2, 2]);
  });

  test("a worker that dies in round 2 has its rows in step 1 only, and that is said", async () => {
    const died: Fault = { worker: "worker2", order: "fit", round: 2, moment: "during" };
    const { model, report } = await fitBoth([died]);
    const { standardizer } = serialOn(data);
    const others = together([shards[0], shards[2]]);
    const classifier = new NearestMean().fit(standardizer.transform(others.X), others.y);
    expectClose(model.estimator[1].means.flat(), classifier.means.flat());
    expect(report.fit).toBe("partial");
    expect(report.notes).toEqual([
      "The 49 rows of worker2 are missing in NearestMean (not in Standardizer).",
    ]);
  });
});

describe("a worker dies", () => {
  const data = madeData("regressor", 60, 2);
  const shards = cut(data, [30, 20, 10]);
  const without2 = together([shards[0], shards[2]]);
  const serial = new MeanOfTargets().fit(without2.X, without2.y as number[]);

  test.each(["before", "during"] as const)("%s its state: its rows are missing, named", async (moment) => {
    const died: Fault = { worker: "worker2", order: "fit", round: 1, moment };
    const { model, report } = await fit({ task: "regressor", shards, faults: [died] });
    expectClose([model.estimator.toState().mean as number], [serial.toState().mean as number]);
    expect(report).toMatchObject({
      fit: "partial",
      workers: [{ state: "ok" }, { state: "failed", nSamples: 20, failure: { order: "fit", round: 1 } }, {}],
      notes: ["The 20 rows of worker2 are missing in the model."],
    });
  });

  test("before it describes itself: the number of its rows is unknown", async () => {
    const died: Fault = { worker: "worker2", order: "describe", moment: "before" };
    const { report } = await fit({ task: "regressor", shards, faults: [died] });
    expect(report.notes).toEqual(["The rows of worker2 are missing in the model."]);
  });

  test("after its state: nothing is lost", async () => {
    const died: Fault = { worker: "worker2", order: "fit", round: 1, moment: "after" };
    const { model, report } = await fit({ task: "regressor", shards, faults: [died] });
    const all = new MeanOfTargets().fit(data.X, data.y as number[]);
    expectClose([model.estimator.toState().mean as number], [all.toState().mean as number]);
    expect(report).toMatchObject({ fit: "ok", notes: [] });
  });

  test("and nobody is left: an error with the reasons", async () => {
    const faults = shards.map((_, k): Fault => ({
      worker: `worker${k + 1}`,
      order: "fit",
      round: 1,
      moment: "before",
    }));
    await expect(fit({ task: "regressor", shards, faults })).rejects.toThrow(
      "No worker is left: worker1 (fit, round 1: worker1 is gone.)",
    );
  });
});

describe("a state of another program fails its worker with a sentence", () => {
  const shards = cut(madeData("classifier", 60, 2), [30, 30]);
  const broken = (change: (state: PlainData) => PlainData) => (worker: string, answer: MergeAnswer) =>
    worker === "worker2" && answer.type === "state" ? { ...answer, state: change(answer.state) } : answer;

  test.each<[string, (state: PlainData) => PlainData, string]>([
    ["another name", (s) => ({ ...s, name: "Other" }), 'has the name "Other", expected "NearestMean".'],
    ["no name", ({ name: _, ...s }) => s, 'has the name nothing, expected "NearestMean".'],
    [
      "other parameters",
      (s) => ({ ...s, parameters: { power: 1 } }),
      'has the parameters {"power":1}, expected {"power":2}.',
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
      (s) => ({ ...s, moments: [{ n: 1, mean: [null, 0], m2: [0, 0] }] }),
      "cannot be used.",
    ],
  ])("%s", async (_, change, sentence) => {
    const { report, model } = await fit({ task: "classifier", shards, tamper: broken(change) });
    expect(report.workers[1].failure?.reason).toContain(`Its state of a NearestMean ${sentence}`);
    const serial = new NearestMean().fit(shards[0].X, shards[0].y);
    expectClose((model.estimator as NearestMean).means.flat(), serial.means.flat());
  });
});

test("states that are good alone but do not go together end the fit with a sentence", async () => {
  const shards = cut(madeData("regressor", 60, 2), [30, 30]);
  const rounds: MergeRounds = {
    ...roundsOf(new MeanOfTargets()),
    merge: (r, states) => {
      if (states.length > 1) throw new Error("They overlap.");
      return roundsOf(new MeanOfTargets()).merge(r, states);
    },
  };
  await expect(fitRounds(rounds, { task: "regressor", shards })).rejects.toThrow(
    "The workers' states of a MeanOfTargets do not merge. They overlap.",
  );
});

describe("what does not fit together is refused by name", () => {
  const shards = cut(madeData("classifier", 60, 2), [30, 30]);
  const second = (estimator: Estimator) => (k: number) => (k === 1 ? estimator : new NearestMean());

  test.each<[string, Partial<Fit>, string]>([
    [
      "another estimator",
      { makeLearner: second(new OtherMean()) },
      "worker2 has the estimator OtherMean, the master NearestMean: give both the same estimator.",
    ],
    [
      "another task",
      { task: "regressor", makeLearner: () => new NearestMean() },
      "worker1 has the task classifier, the master regressor: give both the same task.",
    ],
    [
      "other parameters",
      { makeLearner: second(new NearestMean({ power: 1 })) },
      "worker2 has a NearestMean with power 1, the master with power 2: give both the same parameters.",
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
    await expect(fit({ task: "classifier", shards, ...change })).rejects.toThrow(message);
  });
});
