import {
  accuracy,
  createRandom,
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  hashSeed,
  matrix,
  r2Score,
  takeColumns,
  takeRows,
  type FitOptions,
  type Matrix,
  type Regressor,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import { resolveDrawing, drawSizes, type DrawOptions } from "./draw-options.ts";
import { drawSample, rowsOutOfBag } from "./draw.ts";
import { ensembleOf } from "./testing.ts";

const DRAWS: DrawOptions = { bootstrap: true, maxSamples: 0.8, maxFeatures: 3, oobScore: true };

/** What worker k of a fit draws, found without its participant. */
function drawOf(k: number, { X }: MadeData, options: DrawOptions, seed = 0) {
  const drawing = resolveDrawing(options);
  const draw = drawSample(drawing, drawSizes(drawing, X), X, seed, `worker${k + 1}`);
  const rows = draw.rows ?? Int32Array.from({ length: X.nRows }, (_, i) => i);
  const features = draw.features ?? Int32Array.from({ length: X.nColumns }, (_, j) => j);
  return { rows, features, rest: rowsOutOfBag(draw.rows, X.nRows) };
}

const pick = <Item>(items: readonly Item[], rows: Int32Array): Item[] => Array.from(rows, (i) => items[i]);

describe("random subspaces and part of the rows", () => {
  const data = madeData("classifier", 300, 6, ["a", "b", "c"]);
  const shards = cut(data, [150, 100, 50]);

  test("distributed equals single-process, bit for bit, and repeats", async () => {
    const members = shards.map((shard, k) => {
      const { rows, features } = drawOf(k, shard, DRAWS);
      const tree = new DecisionTreeClassifier({ maxDepth: 4 });
      const options = { classes: ["a", "b", "c"], seed: hashSeed(0, `worker${k + 1}`) };
      tree.fit(takeColumns(takeRows(shard.X, rows), features), pick(shard.y, rows), options);
      return tree.predictProba(takeColumns(data.X, features)).data;
    });
    const expected = members[0].map((_, i) => members.reduce((sum, values) => sum + values[i], 0) / 3);
    const ensemble = ensembleOf("classifier", shards, DRAWS);
    const once = await ensemble.predict(await ensemble.fit(), data);
    const again = await ensemble.predict(await ensemble.fit(), data);
    expect(once.values.data).toEqual(expected);
    expect(again).toEqual(once);
    const other = await ensemble.predict(await ensemble.fit(1), data);
    expect(other.values.data).not.toEqual(once.values.data);
  });

  test("rows may come with their columns in another order", async () => {
    const ensemble = ensembleOf("classifier", shards, DRAWS);
    const outcome = await ensemble.fit();
    const order = [4, 1, 5, 0, 3, 2];
    const turned = { ...data, X: takeColumns(data.X, order), columns: order.map((j) => data.columns[j]) };
    expect(await ensemble.predict(outcome, turned)).toEqual(await ensemble.predict(outcome, data));
  });
});

describe("out of the bag", () => {
  test("accuracy of single trees on rows that they did not see, and each worker's own", async () => {
    const data = madeData("classifier", 300, 6, ["a", "b", "c"]);
    const shards = cut(data, [200, 99, 1]);
    const { report } = await ensembleOf("classifier", shards, { bootstrap: true, oobScore: true }).fit(2);
    const right: number[] = [];
    const counts = shards.map((shard, k) => {
      const { rows, rest } = drawOf(k, shard, { bootstrap: true }, 2);
      const tree = new DecisionTreeClassifier({ maxDepth: 4 });
      const options = { classes: ["a", "b", "c"], seed: hashSeed(2, `worker${k + 1}`) };
      tree.fit(takeRows(shard.X, rows), pick(shard.y, rows), options);
      if (rest.length === 0) return 0;
      right.push(rest.length * accuracy(pick(shard.y, rest), tree.predict(takeRows(shard.X, rest))));
      return rest.length;
    });
    expect(report.oobScore).toBeCloseTo((right[0] + right[1]) / (counts[0] + counts[1]), 12);
    expect(report.workers.map(({ outOfBag }) => outOfBag)).toEqual([
      { nSamples: counts[0], score: expect.closeTo(right[0] / counts[0], 12) as number },
      { nSamples: counts[1], score: expect.closeTo(right[1] / counts[1], 12) as number },
      // A bootstrap of one row always draws it.
      { nSamples: 0, score: null },
    ]);
    expect(report.notes).toEqual([
      expect.stringMatching(/^Out of the bag: accuracy 0\.\d{3} of single learners \(not of the ensemble\)/),
    ]);
  });

  test("r² of rows left out without replacement", async () => {
    const data = madeData("regressor", 90, 3);
    const shards = cut(data, [60, 30]);
    const options: DrawOptions = { maxSamples: 0.5, oobScore: true };
    const { report } = await ensembleOf("regressor", shards, options).fit();
    const pairs = shards.flatMap((shard, k) => {
      const { rows, rest } = drawOf(k, shard, options);
      expect([rows.length, rest.length]).toEqual([shard.X.nRows / 2, shard.X.nRows / 2]);
      const y = shard.y as number[];
      const tree = new DecisionTreeRegressor({ maxDepth: 4 }).fit(takeRows(shard.X, rows), pick(y, rows));
      return Array.from(tree.predict(takeRows(shard.X, rest)), (p, i) => [y[rest[i]], p]);
    });
    const expected = r2Score(
      pairs.map(([y]) => y),
      pairs.map(([, p]) => p),
    );
    expect(report.oobScore).toBeCloseTo(expected, 12);
  });

  test("without the option no worker is scored; with nothing left out the score is null, and it says so", async () => {
    const one = cut(madeData("regressor", 2, 2), [1, 1]);
    const { report } = await ensembleOf("regressor", one).fit();
    expect([report.oobScore, report.workers[0].outOfBag, report.notes]).toEqual([null, undefined, []]);
    const scored = await ensembleOf("regressor", one, { bootstrap: true, oobScore: true }).fit();
    expect(scored.report.oobScore).toBeNull();
    expect(scored.report.notes).toEqual([
      "Out of the bag: no worker has a row that its learner did not see.",
    ]);
  });

  test("a worker that dies while it fits is in no score", async () => {
    const data = madeData("regressor", 120, 3);
    const shards = cut(data, [60, 60]);
    const died = { worker: "worker1", order: "fit", moment: "during" } as const;
    const options = { bootstrap: true, oobScore: true };
    const { report } = await ensembleOf("regressor", shards, options, [died]).fit();
    expect(report.workers[0].outOfBag).toBeUndefined();
    expect(report.oobScore).toBe(report.workers[1].outOfBag!.score);
  });
});

/** Always predicts the mean of its targets, weighted by `sampleWeight`; remembers the weights it was given. */
class MeanRegressor implements Regressor {
  readonly name: string = "MeanRegressor";
  readonly task = "regressor";
  static lastWeights: number[] | undefined;
  private mean = NaN;
  getParams = () => ({});
  toState = () => ({ name: this.name, mean: this.mean });
  fit(_: Matrix, y: ArrayLike<number>, { sampleWeight }: FitOptions = {}): this {
    MeanRegressor.lastWeights = sampleWeight && Array.from(sampleWeight);
    const weights = Array.from(y, (_, i) => sampleWeight?.[i] ?? 1);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.mean = Array.from(y, (value, i) => value * weights[i]).reduce((sum, term) => sum + term, 0) / total;
    return this;
  }
  predict = ({ nRows }: Matrix) => new Float64Array(nRows).fill(this.mean);
  score = (X: Matrix, y: ArrayLike<number>) => r2Score(y, this.predict(X));
}

/** Shards of one column whose targets are all the same number. */
const constant = (nRows: number, y: number): MadeData => ({
  columns: ["x"],
  X: matrix(nRows, 1),
  y: Array<number>(nRows).fill(y),
});

describe("weights of the workers", () => {
  const shards = [constant(1, 1), constant(2, 10), constant(5, 100)];
  const predicted = async (options: object, faults: Parameters<typeof ensembleOf>[3] = []) => {
    const ensemble = ensembleOf("regressor", shards, {}, faults, options, () => new MeanRegressor());
    const { values } = await ensemble.predict(await ensemble.fit(), constant(1, 0));
    return values.data[0];
  };

  test("uniform: the plain mean; samples: by the rows of the shards", async () => {
    expect(await predicted({})).toBe((1 + 10 + 100) / 3);
    expect(await predicted({ weighting: "samples" })).toBe((1 + 20 + 500) / 8);
  });

  test("are those of the members that are left", async () => {
    const gone = { worker: "worker3", order: "predict", moment: "before" } as const;
    const neverFitted = { worker: "worker1", order: "fit", moment: "before" } as const;
    expect(await predicted({ weighting: "samples" }, [gone])).toBe((1 + 20) / 3);
    expect(await predicted({}, [gone])).toBe((1 + 10) / 2);
    expect(await predicted({ weighting: "samples" }, [neverFitted])).toBe((20 + 500) / 7);
  });
});

test("hard voting: the shares of the workers' votes", async () => {
  const data = madeData("classifier", 200, 3, ["a", "b", "c"]);
  const shards = cut(data, [100, 60, 40]);
  const soft = ensembleOf("classifier", shards);
  const hard = ensembleOf("classifier", shards, {}, [], { voting: "hard", weighting: "samples" });
  const { values } = await hard.predict(await hard.fit(), data);
  const outcome = await soft.fit();
  const alone = await Promise.all(
    outcome.ensemble.members.map((member) =>
      soft.predict({ ...outcome, ensemble: { ...outcome.ensemble, members: [member] } }, data),
    ),
  );
  for (let i = 0; i < data.X.nRows; i++) {
    const shares = [0, 0, 0];
    alone.forEach(({ values: { data: p } }, k) => {
      const row = Array.from(p.subarray(3 * i, 3 * i + 3));
      shares[row.indexOf(Math.max(...row))] += [100, 60, 40][k] / 200;
    });
    shares.forEach((share, c) => expect(values.data[3 * i + c]).toBeCloseTo(share, 12));
  }
});

test("the weights of the drawn rows reach the learner", async () => {
  const shard = { ...constant(4, 1), y: [1, 2, 3, 4], sampleWeight: [1, 0, 2, 5] };
  const fit = (draws: DrawOptions) =>
    ensembleOf("regressor", [shard], draws, [], {}, () => new MeanRegressor()).fit();
  await fit({});
  expect(MeanRegressor.lastWeights).toEqual([1, 0, 2, 5]);
  await fit({ bootstrap: true });
  const random = createRandom(hashSeed(0, "worker1"));
  const drawn = Array.from({ length: 4 }, () => random.integer(4));
  expect(MeanRegressor.lastWeights).toEqual(drawn.map((i) => shard.sampleWeight[i]));
});

test("a draw of rows that all weigh 0 fails its worker with what to do", async () => {
  const weightless = { ...constant(4, 1), y: [1, 2, 3, 4], sampleWeight: [0, 0, 0, 0] };
  const shards = [constant(4, 1), weightless];
  const { report } = await ensembleOf(
    "regressor",
    shards,
    { bootstrap: true },
    [],
    {},
    () => new MeanRegressor(),
  ).fit();
  expect(report.workers[1].failure?.reason).toBe(
    "All 4 rows that worker2 drew have the weight 0: draw more, or leave such rows out of its shard.",
  );
});
