import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows } from "../tensor/matrix.ts";
import { binMatrix } from "./binned-matrix.ts";
import type { CodedMatrix } from "./coded-matrix.ts";
import { ClassObjective } from "./class-objective.ts";
import { gini } from "./criteria.ts";
import { findLeaves } from "./find-leaves.ts";
import { countLeaves, depthOf, LEAF } from "./flat-tree.ts";
import { FeatureDraw } from "./feature-draw.ts";
import { PriorityQueue } from "./frontier.ts";
import { growTree } from "./growth.ts";
import { HistogramSearch } from "./histogram-search.ts";
import { Histograms, subtractHistogram } from "./histograms.ts";
import type { GrowthLimits } from "./limits.ts";
import { MeanObjective } from "./mean-objective.ts";
import type { Objective } from "./objective.ts";
import { OccupiedBins } from "./occupied-bins.ts";
import { RowWeights } from "./row-weights.ts";

const UNLIMITED: GrowthLimits = {
  maxDepth: null,
  maxLeafNodes: null,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minWeightLeaf: 0,
  minImpurityDecrease: 0,
};

const ones = (nRows: number) => new RowWeights(nRows, null);
const meansOf = (y: number[]) => new MeanObjective(Float64Array.from(y), ones(y.length));
const classesOf = (y: number[]) => new ClassObjective(Int32Array.from(y), 2, gini, ones(y.length));

/** All features, every threshold. */
function grow(coded: CodedMatrix, objective: Objective, limits: GrowthLimits) {
  const d = coded.features.length;
  const draw = new FeatureDraw(d, d, createRandom(0));
  return growTree(new HistogramSearch(coded, objective, draw, limits), objective, limits);
}

const growClasses = (rows: number[][], y: number[], limits = {}) =>
  grow(binMatrix(matrixFromRows(rows), 255, createRandom(0)), classesOf(y), { ...UNLIMITED, ...limits });

describe("worked examples", () => {
  test("one feature, one threshold midway between the neighbours that part the classes", () => {
    const tree = growClasses([[1], [2], [4], [8]], [0, 0, 1, 1]);
    expect([...tree.feature]).toEqual([0, LEAF, LEAF]);
    expect(tree.threshold[0]).toBe(3);
    expect([...tree.value]).toEqual([0.5, 0.5, 1, 0, 0, 1]);
    expect([...tree.impurity]).toEqual([0.5, 0, 0]);
    expect([...tree.nRows]).toEqual([4, 2, 2]);
  });

  test("the threshold lies between values of the node, whatever lies between them elsewhere", () => {
    const X = matrixFromRows([
      [0, 0],
      [0, 8],
      [1, 2],
      [1, 6],
    ]);
    const objective = meansOf([0, 1, 100, 100]);
    const tree = grow(binMatrix(X, 255, createRandom(0)), objective, UNLIMITED);
    const left = tree.left[0];
    expect([tree.feature[0], tree.threshold[0]]).toEqual([0, 0.5]);
    expect([tree.feature[left], tree.threshold[left]]).toEqual([1, 4]);
  });

  test("the exclusive or is learnt, though its first split gains nothing", () => {
    const rows = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const tree = growClasses(rows, [0, 1, 1, 0]);
    expect([countLeaves(tree), depthOf(tree)]).toEqual([4, 2]);
  });

  test("of equal splits the lowest feature wins, then the lowest threshold", () => {
    const rows = [
      [9, 1, 1],
      [9, 2, 2],
      [9, 3, 3],
    ];
    const tree = growClasses(rows, [0, 1, 0], { maxDepth: 1 });
    expect([tree.feature[0], tree.threshold[0]]).toEqual([1, 1.5]);
  });

  test("best first: the two steps of a staircase that gain most are taken", () => {
    const X = matrixFromRows([[0], [1], [2], [3]]);
    const objective = meansOf([0, 1, 100, 110]);
    const tree = grow(binMatrix(X, 255, createRandom(0)), objective, { ...UNLIMITED, maxLeafNodes: 3 });
    const leaves = findLeaves(tree, X);
    expect(Array.from(leaves, (leaf) => tree.value[leaf])).toEqual([0.5, 0.5, 100, 110]);
  });

  test("equal rows with different classes stay one leaf", () => {
    const tree = growClasses([[1], [1], [1]], [0, 1, 1]);
    expect([...tree.feature]).toEqual([LEAF]);
    expect([...tree.value]).toEqual([1 / 3, 2 / 3]);
  });
});

const data = fc
  .record({
    nRows: fc.integer({ min: 1, max: 400 }),
    nColumns: fc.integer({ min: 1, max: 4 }),
    levels: fc.constantFrom(2, 5, 40, 1000),
    seed: fc.nat(),
  })
  .map(({ nRows, nColumns, levels, seed }) => {
    const random = createRandom(seed);
    const X = matrix(nRows, nColumns);
    X.data.forEach((_, at) => (X.data[at] = random.integer(levels) / 4));
    const y = Array.from({ length: nRows }, (_, i) =>
      Number(X.data[i * nColumns] + random.normal() > levels / 8),
    );
    return { X, y };
  });

const limits = fc.record({
  maxDepth: fc.option(fc.integer({ min: 1, max: 6 })),
  maxLeafNodes: fc.option(fc.integer({ min: 2, max: 20 })),
  minSamplesSplit: fc.integer({ min: 2, max: 30 }),
  minSamplesLeaf: fc.integer({ min: 1, max: 20 }),
});

describe("for any data, limits and number of bins", () => {
  const check = fc.property(
    data,
    limits,
    fc.constantFrom(2, 7, 255, 256),
    fc.boolean(),
    ({ X, y }, given, maxBins, asNumbers) => {
      const objective = asNumbers ? meansOf(y) : classesOf(y);
      const tree = grow(binMatrix(X, maxBins, createRandom(0)), objective, { ...UNLIMITED, ...given });
      expect(depthOf(tree)).toBeLessThanOrEqual(given.maxDepth ?? Infinity);
      expect(countLeaves(tree)).toBeLessThanOrEqual(given.maxLeafNodes ?? Infinity);
      const counts = new Int32Array(tree.feature.length);
      findLeaves(tree, X).forEach((leaf) => counts[leaf]++);
      tree.feature.forEach((feature, t) => {
        if (feature !== LEAF) {
          expect(tree.nRows[t]).toBeGreaterThanOrEqual(given.minSamplesSplit);
          expect(tree.nRows[t]).toBe(tree.nRows[tree.left[t]] + tree.nRows[tree.right[t]]);
          return;
        }
        // The thresholds send the training rows where their bins had sent them.
        expect(counts[t]).toBe(tree.nRows[t]);
        if (t > 0) expect(counts[t]).toBeGreaterThanOrEqual(given.minSamplesLeaf);
      });
    },
  );

  test("limits are kept, and leaves hold the rows they were made of", () => {
    fc.assert(check, { numRuns: 300 });
  });

  test("leaves hold the rows they were made of also where bins come from a sample", () => {
    const random = createRandom(4);
    const X = matrix(15_000, 2);
    X.data.forEach((_, at) => (X.data[at] = random.normal()));
    const y = Array.from({ length: X.nRows }, (_, i) => X.data[2 * i] * X.data[2 * i + 1] + random.normal());
    const tree = grow(binMatrix(X, 8, random), meansOf(y), UNLIMITED);
    const counts = new Int32Array(tree.feature.length);
    findLeaves(tree, X).forEach((leaf) => counts[leaf]++);
    expect(countLeaves(tree)).toBe(64);
    tree.feature.forEach((feature, t) => expect(counts[t]).toBe(feature === LEAF ? tree.nRows[t] : 0));
  });

  test("enough leaves best first give the partition of depth first", () => {
    fc.assert(
      fc.property(data, ({ X, y }) => {
        const binned = binMatrix(X, 255, createRandom(0));
        const objective = classesOf(y);
        const deep = grow(binned, objective, UNLIMITED);
        const best = grow(binned, objective, { ...UNLIMITED, maxLeafNodes: X.nRows + 1 });
        const values = (tree: typeof deep) => Array.from(findLeaves(tree, X), (leaf) => tree.value[2 * leaf]);
        expect(values(best)).toEqual(values(deep));
        expect(countLeaves(best)).toBe(countLeaves(deep));
      }),
    );
  });
});

test("a child's histogram is its parent's less its sibling's", () => {
  const X = matrixFromRows([[0], [1], [1], [2], [2]]);
  const binned = binMatrix(X, 255, createRandom(0));
  const histograms = new Histograms(binned, classesOf([0, 1, 0, 1, 1]));
  const rows = Int32Array.of(0, 3, 1, 2, 4);
  const parent = histograms.count(rows, 0, 5);
  expect([...parent]).toEqual([1, 0, 1, 1, 0, 2]);
  const [left, right] = [histograms.count(rows, 0, 2), histograms.count(rows, 2, 5)];
  expect(subtractHistogram(parent, left)).toEqual(right);
});

test("a released histogram is counted from zero when it is used again", () => {
  const binned = binMatrix(matrixFromRows([[0], [1]]), 255, createRandom(0));
  const histograms = new Histograms(binned, meansOf([1, 5]));
  const first = histograms.count(Int32Array.of(0, 1), 0, 2);
  histograms.release(first);
  const second = histograms.count(Int32Array.of(0, 1), 1, 2);
  expect(second).toBe(first);
  expect([...second]).toEqual([0, 0, 1, 2]);
});

test("occupied bins are the same by rows and by counts, for few bins and for very many", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(255), { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1, 400),
      (numbers, step) => {
        const bins = numbers.map((number) => number * step);
        const nBins = 256 * step;
        const values = new Float64Array(nBins);
        const coded = {
          nRows: bins.length,
          codes: Int32Array.from(bins),
          features: [{ lower: values, upper: values }],
        };
        const rows = Int32Array.from(bins.keys());
        const objective = classesOf(bins.map((_, i) => i % 2));
        const histogram = new Float64Array(2 * nBins);
        objective.addToHistogram(histogram, 0, 1, coded.codes, rows, 0, rows.length);
        const occupied = new OccupiedBins(nBins);
        const byRows = occupied.amongRows(coded, 0, rows, 0, rows.length);
        const listByRows = [...occupied.list.subarray(0, byRows)];
        const byCounts = occupied.amongBins(nBins, histogram, 0, objective);
        expect(listByRows).toEqual([...occupied.list.subarray(0, byCounts)]);
        expect(listByRows).toEqual([...new Set(bins)].sort((a, b) => a - b));
      },
    ),
  );
});

test("a priority queue gives out its items in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (items) => {
      const queue = new PriorityQueue<number>((a, b) => a > b);
      for (const item of items) queue.push(item);
      const out = items.map(() => queue.pop());
      expect(out).toEqual([...items].sort((a, b) => b - a));
      expect(queue.pop()).toBeUndefined();
    }),
  );
});
