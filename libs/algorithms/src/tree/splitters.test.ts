import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, type Matrix } from "../tensor/matrix.ts";
import { rankMatrix } from "./coded-matrix.ts";
import { DecisionTreeClassifier } from "./decision-tree-classifier.ts";
import { DecisionTreeRegressor } from "./decision-tree-regressor.ts";
import { ExtraTreeClassifier } from "./extra-tree-classifier.ts";
import { ExtraTreeRegressor } from "./extra-tree-regressor.ts";
import { FeatureDraw } from "./feature-draw.ts";
import { countFeatures } from "./max-features.ts";

function madeRows(nRows: number, nColumns: number, seed: number, value: (u: number) => number) {
  const random = createRandom(seed);
  const X = matrix(nRows, nColumns);
  X.data.forEach((_, at) => (X.data[at] = value(random.next())));
  const y = Array.from({ length: nRows }, () => random.integer(3));
  return { X, y };
}

const leafCounts = (leaves: Int32Array) => {
  const counts = new Map<number, number>();
  for (const leaf of leaves) counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
  return counts;
};

type Tree = { left: number[]; nRows: number[] };

/** Every leaf of the state has as many rows as end in it, and nothing but leaves is answered. */
function expectPartition(model: { apply(X: Matrix): Int32Array; toState(): object }, X: Matrix): void {
  const { tree } = model.toState() as { tree: Tree };
  const counts = leafCounts(model.apply(X));
  tree.nRows.forEach((nRows, t) => expect(counts.get(t) ?? 0).toBe(tree.left[t] < 0 ? nRows : 0));
}

const data = fc
  .record({ seed: fc.nat(), nRows: fc.integer({ min: 1, max: 300 }), levels: fc.constantFrom(3, 40, 1e9) })
  .map(({ seed, nRows, levels }) => madeRows(nRows, 3, seed, (u) => Math.floor(u * levels) / 4));

describe("the leaves partition the rows", () => {
  const models = [
    new DecisionTreeClassifier({ splitter: "exact" }),
    new DecisionTreeClassifier({ maxBins: 16, maxFeatures: 2 }),
    new DecisionTreeRegressor({ splitter: "exact", maxLeafNodes: 7 }),
    new ExtraTreeClassifier(),
    new ExtraTreeRegressor({ minSamplesLeaf: 3 }),
  ];

  test.each(models.map((model) => ({ name: model.name, parameters: model.getParams(), model })))(
    "$name $parameters",
    ({ model }) => {
      const check = fc.property(data, ({ X, y }) => expectPartition(model.fit(X, y), X));
      fc.assert(check, { seed: 6, numRuns: 60 });
    },
  );

  test("also values as large as there are, and as close together as there are", () => {
    const huge = madeRows(200, 2, 1, (u) => (u - 0.5) * 2 * Number.MAX_VALUE);
    const close = madeRows(200, 2, 2, (u) => 1 + Math.floor(u * 50) * Number.EPSILON);
    const tiny = madeRows(200, 2, 3, (u) => Math.floor(u * 50) * Number.MIN_VALUE);
    for (const { X, y } of [huge, close, tiny]) {
      for (const model of models) expectPartition(model.fit(X, y), X);
    }
    expect(new DecisionTreeClassifier().fit(huge.X, huge.y).score(huge.X, huge.y)).toBe(1);
    expect(new ExtraTreeClassifier().fit(huge.X, huge.y).score(huge.X, huge.y)).toBe(1);
  });

  test("also 70,000 rows with more values than a histogram has bins", () => {
    const { X } = madeRows(70_000, 3, 4, (u) => u);
    const random = createRandom(5);
    const y = Array.from({ length: X.nRows }, (_, i) =>
      Number(X.data[3 * i] + X.data[3 * i + 1] + random.next() > 1.5),
    );
    for (const splitter of ["histogram", "exact"] as const) {
      const model = new DecisionTreeClassifier({ splitter, maxDepth: 6 }).fit(X, y);
      expectPartition(model, X);
      expect(model.score(X, y)).toBeGreaterThan(0.75);
    }
    expectPartition(new DecisionTreeClassifier({ splitter: "exact" }).fit(X, y), X);
    expectPartition(new ExtraTreeClassifier({ maxDepth: 8 }).fit(X, y), X);
  });
});

describe("the exact splitter", () => {
  test("grows the tree of the histogram where a feature has few values", () => {
    const few = fc
      .record({ seed: fc.nat(), nRows: fc.integer({ min: 1, max: 400 }) })
      .map(({ seed, nRows }) => madeRows(nRows, 3, seed, (u) => Math.floor(u * 60) - 30));
    const limits = fc.constantFrom({}, { maxLeafNodes: 6 }, { maxFeatures: 2 }, { minSamplesLeaf: 4 });
    fc.assert(
      fc.property(few, limits, ({ X, y }, parameters) => {
        for (const Model of [DecisionTreeClassifier, DecisionTreeRegressor]) {
          const [exact, histogram] = (["exact", "histogram"] as const).map((splitter) =>
            new Model({ ...parameters, splitter }).fit(X, y).toState(),
          );
          expect(exact.tree).toEqual(histogram.tree);
        }
      }),
      { seed: 9 },
    );
  });

  test("worked example: ranks", () => {
    const { codes, features } = rankMatrix(
      matrixFromRows([
        [7, 0],
        [3, -0],
        [5, 1],
        [3, 1],
      ]),
    );
    expect([...codes]).toEqual([2, 0, 0, 0, 1, 1, 0, 1]);
    expect(features.map(({ lower }) => lower.length)).toEqual([3, 2]);
  });
});

describe("features that a node draws", () => {
  test("are all of them in order, or different ones, each as often as any other", () => {
    const all = new FeatureDraw(4, 4, createRandom(1));
    expect([0, 1, 2, 3].map((k) => all.draw(k))).toEqual([0, 1, 2, 3]);
    const shuffled = new FeatureDraw(4, 4, createRandom(1), "random");
    const orders = Array.from({ length: 200 }, () => [0, 1, 2, 3].map((k) => shuffled.draw(k)).join());
    expect(new Set(orders).size).toBe(24);
    const some = new FeatureDraw(5, 2, createRandom(1));
    const counts = new Int32Array(5);
    for (let node = 0; node < 5000; node++) {
      const drawn = [0, 1].map((k) => some.draw(k));
      expect(drawn[0]).not.toBe(drawn[1]);
      for (const j of drawn) counts[j]++;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(150);
  });

  test.each([
    [null, 10, 10],
    [3, 10, 3],
    [30, 10, 10],
    [0.35, 10, 3],
    [0.01, 10, 1],
    ["sqrt", 10, 3],
    ["log2", 10, 3],
    ["log2", 1, 1],
  ] as const)("maxFeatures %s of %i are %i", (maxFeatures, d, expected) => {
    expect(countFeatures(maxFeatures, d)).toBe(expected);
  });

  test("are drawn until one takes more than one value: nineteen constant columns hide nothing", () => {
    const X = matrix(8, 20);
    for (let i = 0; i < 8; i++) X.data[20 * i + 13] = i;
    const y = [0, 1, 2, 3, 4, 5, 6, 7];
    for (const Model of [
      DecisionTreeClassifier,
      DecisionTreeRegressor,
      ExtraTreeClassifier,
      ExtraTreeRegressor,
    ]) {
      expect(new Model({ maxFeatures: 1 }).fit(X, y).score(X, y)).toBe(1);
    }
  });

  test("differ from seed to seed, and repeat", () => {
    const { X, y } = madeRows(100, 5, 7, (u) => u);
    for (const Model of [DecisionTreeClassifier, ExtraTreeRegressor]) {
      const text = (seed: number) => new Model({ maxFeatures: 2, seed }).fit(X, y).exportText();
      expect(text(1)).toBe(text(1));
      expect(text(1)).not.toBe(text(2));
    }
  });
});

test("an extra tree takes any of equally good features, a decision tree the first", () => {
  // Whatever the threshold is, every column parts the two rows.
  const X = matrixFromRows([
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ]);
  const featuresOf = (Model: typeof DecisionTreeClassifier | typeof ExtraTreeRegressor) =>
    Array.from({ length: 400 }, (_, seed) => {
      const { tree } = new Model({ maxFeatures: null, seed }).fit(X, [0, 1]).toState() as {
        tree: { feature: number[] };
      };
      return tree.feature[0];
    });
  expect(new Set(featuresOf(DecisionTreeClassifier))).toEqual(new Set([0]));
  const counts = [0, 0, 0, 0];
  for (const j of featuresOf(ExtraTreeRegressor)) counts[j]++;
  // Binomial with p = 1/4: mean 100, standard deviation 8.7.
  for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(30);
});

describe("importances", () => {
  test("worked example: a step of 2 in one feature, of 1 in the other", () => {
    const X = matrixFromRows([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    // The variance is 1 + 1/4: the first split leaves 1/4, the two below it nothing.
    const y = [0.5, 1.5, 2.5, 3.5];
    const [first, second] = new DecisionTreeRegressor().fit(X, y).featureImportances;
    expect(first).toBeCloseTo(4 / 5, 12);
    expect(second).toBeCloseTo(1 / 5, 12);
  });

  test("are 0 for a tree that is one leaf", () => {
    const X = matrix(3, 2);
    expect([...new DecisionTreeClassifier().fit(X, [0, 1, 1]).featureImportances]).toEqual([0, 0]);
  });
});
