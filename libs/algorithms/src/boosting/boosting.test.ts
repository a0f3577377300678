import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, type Matrix } from "../tensor/matrix.ts";
import { hasStalled, holdOut } from "./early-stopping.ts";
import { GradientBoostingClassifier } from "./gradient-boosting-classifier.ts";
import { GradientBoostingRegressor } from "./gradient-boosting-regressor.ts";

fc.configureGlobal({ seed: 1 });

type TreeState = Record<"feature" | "threshold" | "left" | "right" | "nRows" | "gain" | "value", number[]>;
const treesOf = (state: PlainData) => state.trees as TreeState[];

const oneColumn = (values: number[]) => matrixFromRows(values.map((x) => [x]));
const STUMP = { maxIter: 1, maxLeafNodes: 2, minSamplesLeaf: 1 };

/** A noisy surface over d columns of few values. */
function noisy(n: number, d: number, seed: number): { X: Matrix; y: number[] } {
  const random = createRandom(seed);
  const X = matrix(n, d);
  for (let at = 0; at < n * d; at++) X.data[at] = random.integer(40);
  const y = Array.from({ length: n }, (_, i) => X.data[i * d] / 8 + 2 * random.normal());
  return { X, y };
}

describe("one round of one stump, by hand", () => {
  test("squared error", () => {
    // Mean 4; gradients r − y = 3, 2, 1, −6. Left of 2.5: G = 5, H = 2; of 3.5: G = 6, H = 3. The latter gains
    // 6²/3 + 6²/1 = 48, the other 5²/2 + 5²/2 = 25, and 1.5 gains 3²/1 + 3²/3 = 12. Steps −G/H: −2 and 6, times 0.1.
    const model = new GradientBoostingRegressor(STUMP).fit(oneColumn([1, 2, 3, 4]), [1, 2, 3, 10]);
    const { baseline, trees } = model.toState() as { baseline: number[]; trees: TreeState[] };
    expect(baseline).toEqual([4]);
    expect(trees).toHaveLength(1);
    expect(trees[0].feature).toEqual([0, -1, -1]);
    expect(trees[0].threshold[0]).toBe(3.5);
    expect(trees[0].nRows).toEqual([4, 3, 1]);
    expect(trees[0].gain[0]).toBeCloseTo(48, 12);
    expect([...model.predict(oneColumn([0, 3.5, 3.6]))]).toEqual([3.8, 3.8, 4.6]);
  });

  test("log loss, with λ = 1", () => {
    // Two of four are of class 1: log-odds 0, gradients σ(0) − y = ½, ½, −½, −½, hessians ¼. Between them G = ±1 and
    // H = ½, gain 2 · 1² / (½ + 1) = 4/3, steps ∓ 1 / 1.5.
    const parameters = { ...STUMP, l2Regularization: 1, learningRate: 0.5 };
    const model = new GradientBoostingClassifier(parameters).fit(oneColumn([1, 2, 3, 4]), [
      "a",
      "a",
      "b",
      "b",
    ]);
    const [tree] = treesOf(model.toState());
    expect(tree.threshold[0]).toBe(2.5);
    expect(tree.gain[0]).toBeCloseTo(4 / 3, 12);
    const [left, right] = [1, 4].map((x) => model.predictProba(oneColumn([x])).data);
    expect(left[1]).toBeCloseTo(1 / (1 + Math.exp(1 / 3)), 12);
    expect(right[1]).toBeCloseTo(1 / (1 + Math.exp(-1 / 3)), 12);
  });

  test("absolute error: a leaf answers the median of its residuals", () => {
    const model = new GradientBoostingRegressor({ ...STUMP, loss: "absolute_error", learningRate: 1 });
    model.fit(oneColumn([1, 2, 3, 4, 5, 6]), [0, 1, 3, 10, 14, 30]);
    expect([...model.predict(oneColumn([1, 6]))]).toEqual([1, 14]);
  });
});

describe("growth", () => {
  const { X, y } = noisy(600, 3, 1);

  test("respects every limit", () => {
    const parameters = { maxIter: 5, maxLeafNodes: 9, maxDepth: 4, minSamplesLeaf: 30 };
    for (const tree of treesOf(new GradientBoostingRegressor(parameters).fit(X, y).toState())) {
      const leaves = tree.feature.flatMap((feature, t) => (feature < 0 ? [t] : []));
      expect(leaves.length).toBeLessThanOrEqual(9);
      expect(Math.min(...tree.nRows)).toBeGreaterThanOrEqual(30);
      expect(leaves.reduce((sum, t) => sum + tree.nRows[t], 0)).toBe(600);
      expect(depthOf(tree, 0)).toBeLessThanOrEqual(4);
    }
  });

  test("without a limit on leaves the order does not matter: as with a limit that is never reached", () => {
    const grow = (maxLeafNodes: number | null) =>
      new GradientBoostingRegressor({ maxIter: 3, maxLeafNodes, minSamplesLeaf: 15 }).fit(X, y).predict(X);
    const [unlimited, wide] = [null, 600].map(grow);
    unlimited.forEach((value, i) => expect(value).toBeCloseTo(wide[i], 10));
  });

  test("too few rows for a split: the baseline", () => {
    const few = matrix(30, 3, X.data.slice(0, 90));
    const mean = y.slice(0, 30).reduce((sum, v) => sum + v, 0) / 30;
    const answers = new GradientBoostingRegressor().fit(few, y.slice(0, 30)).predict(few);
    answers.forEach((answer) => expect(answer).toBeCloseTo(mean, 12));
  });

  test.each([1, 2, 5])("%d columns: whole groups of four, and what is left over", (d) => {
    const data = noisy(400, d, 5);
    // A constant beside them takes no part, but shifts the columns into other groups.
    const wider = matrix(400, d + 4);
    for (let i = 0; i < 400; i++) wider.data.set(data.X.data.subarray(i * d, (i + 1) * d), i * (d + 4) + 4);
    const weights = data.y.map((_, i) => 1 + (i % 3));
    for (const sampleWeight of [undefined, weights]) {
      const fit = (rows: Matrix) =>
        new GradientBoostingRegressor({ maxIter: 20 }).fit(rows, data.y, { sampleWeight });
      expect(fit(wider).predict(wider)).toEqual(fit(data.X).predict(data.X));
    }
  });
});

function depthOf(tree: TreeState, t: number): number {
  return tree.feature[t] < 0 ? 0 : 1 + Math.max(depthOf(tree, tree.left[t]), depthOf(tree, tree.right[t]));
}

describe("training", () => {
  test("the squared error of the training rows never rises with the rounds", () => {
    const rates = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 120 }),
        rates,
        fc.nat(),
        fc.boolean(),
        (n, learningRate, seed, weighted) => {
          const { X, y } = noisy(n, 2, seed);
          const sampleWeight = weighted ? y.map((_, i) => i % 3) : undefined;
          const parameters = { learningRate, maxIter: 8, minSamplesLeaf: 2, l2Regularization: seed % 2 };
          const state = new GradientBoostingRegressor(parameters).fit(X, y, { sampleWeight }).toState();
          let before = Infinity;
          for (let rounds = 0; rounds <= 8; rounds++) {
            const staged = { ...state, trees: treesOf(state).slice(0, rounds) };
            const answers = GradientBoostingRegressor.fromState(staged).predict(X);
            const loss = y.reduce((sum, v, i) => sum + (sampleWeight?.[i] ?? 1) * (v - answers[i]) ** 2, 0);
            expect(loss).toBeLessThanOrEqual(before * (1 + 1e-12));
            before = loss;
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a row of weight 2 counts as two rows, but for minSamplesLeaf", () => {
    const { X, y } = noisy(150, 2, 3);
    const twice = matrix(300, 2, Float64Array.from([...X.data, ...X.data]));
    const parameters = { maxIter: 10, maxLeafNodes: 4 };
    const a = new GradientBoostingRegressor({ ...parameters, minSamplesLeaf: 10 });
    const b = new GradientBoostingRegressor({ ...parameters, minSamplesLeaf: 20 });
    a.fit(X, y, { sampleWeight: y.map(() => 2) });
    b.fit(twice, [...y, ...y])
      .predict(X)
      .forEach((answer, i) => expect(a.predict(X)[i]).toBeCloseTo(answer, 9));
  });

  test("classWeight multiplies the weights of the rows; balanced is n / (K n_k)", () => {
    const { X, y } = noisy(200, 2, 4);
    const labels = y.map((v) => (v > 4 ? "high" : "low"));
    const nHigh = labels.filter((label) => label === "high").length;
    const balanced = { high: 200 / (2 * nHigh), low: 200 / (2 * (200 - nHigh)) };
    const given = labels.map((label) => balanced[label as "high" | "low"]);
    const probabilities = (classWeight: "balanced" | typeof balanced | null, sampleWeight?: number[]) =>
      new GradientBoostingClassifier({ maxIter: 5, classWeight })
        .fit(X, labels, { sampleWeight })
        .predictProba(X);
    expect(probabilities("balanced")).toEqual(probabilities(null, given));
    expect(probabilities(balanced)).toEqual(probabilities(null, given));
    expect(probabilities(null)).not.toEqual(probabilities(null, given));
  });

  test("a class that is called as a member of every object has the weight 1, unless it is named", () => {
    const X = matrix(
      40,
      1,
      Float64Array.from({ length: 40 }, (_, i) => i),
    );
    const y = Array.from({ length: 40 }, (_, i) => (i < 20 ? "constructor" : "toString"));
    const fitted = (classWeight: Record<string, number> | null) =>
      new GradientBoostingClassifier({ classWeight, maxIter: 2 }).fit(X, y).predictProba(X);
    expect(fitted({})).toEqual(fitted(null));
    expect(fitted({ constructor: 3 } as never)).not.toEqual(fitted(null));
  });

  test("a class without rows keeps a tiny, finite probability", () => {
    const { X, y } = noisy(200, 2, 6);
    const labels = y.map((v) => (v > 2.5 ? "b" : "a"));
    for (const [rows, classes] of [
      [labels, ["a", "b", "none"]],
      [labels.map(() => "a"), ["a", "none"]],
    ]) {
      const { data, nColumns } = new GradientBoostingClassifier().fit(X, rows, { classes }).predictProba(X);
      for (let i = nColumns - 1; i < data.length; i += nColumns) {
        expect(data[i]).toBeGreaterThan(0);
        expect(data[i]).toBeLessThan(1e-12);
      }
    }
  });

  test("Poisson answers means above 0, and refuses what is no count", () => {
    const { X, y } = noisy(200, 2, 7);
    const model = new GradientBoostingRegressor({ loss: "poisson" });
    const counts = y.map((v) => Math.max(0, Math.round(v)));
    expect(
      model
        .fit(X, counts)
        .predict(X)
        .every((mean) => mean > 0),
    ).toBe(true);
    expect(() => model.fit(X, y)).toThrow(DataError);
    expect(() =>
      model.fit(
        X,
        y.map(() => 0),
      ),
    ).toThrow(/got only zeros/);
  });
});

describe("early stopping", () => {
  test("stalls when none of the last n losses is lower by more than tol than the one before them", () => {
    expect(hasStalled([5, 4, 4], 2, 0)).toBe(false);
    expect(hasStalled([5, 4, 4, 4], 2, 0)).toBe(true);
    expect(hasStalled([5, 4, 4, 3.9], 2, 0)).toBe(false);
    expect(hasStalled([5, 4, 4, 3.9], 2, 0.2)).toBe(true);
    expect(hasStalled([4], 1, 0)).toBe(false);
  });

  test("holds out a tenth of every class, never its last row", () => {
    const codes = Float64Array.from({ length: 161 }, (_, i) => (i === 160 ? 2 : Number(i % 4 === 0)));
    const rows = { X: matrix(161, 1, codes.slice()), y: codes, weights: null };
    const { training, validation } = holdOut(rows, 0.1, true, createRandom(1));
    const count = (y: Float64Array | undefined, code: number) => y?.filter((c) => c === code).length;
    expect([0, 1, 2].map((code) => count(validation?.y, code))).toEqual([12, 4, 0]);
    expect([0, 1, 2].map((code) => count(training.y, code))).toEqual([108, 36, 1]);
    expect(validation?.X.data).toEqual(validation?.y);
  });

  test("stops when only noise is left to learn; the same seed holds out the same rows, another one others", () => {
    const { X, y } = noisy(300, 2, 8);
    const fit = (seed: number) => new GradientBoostingRegressor({ earlyStopping: true, seed }).fit(X, y);
    expect(fit(0).nIter).toBeLessThan(100);
    expect(fit(0).toState()).toEqual(fit(0).toState());
    expect(fit(0).predict(X)).not.toEqual(fit(1).predict(X));
    expect(new GradientBoostingRegressor().fit(X, y).nIter).toBe(100);
  });

  test('"auto" is on with more than 10,000 rows', () => {
    const { X, y } = noisy(10_001, 1, 9);
    const fit = (n: number) =>
      new GradientBoostingRegressor({
        earlyStopping: "auto",
        maxIter: 60,
        nIterNoChange: 2,
        tol: 1,
      }).fit(matrix(n, 1, X.data.slice(0, n)), y.slice(0, n)).nIter;
    expect(fit(10_000)).toBe(60);
    expect(fit(10_001)).toBeLessThan(60);
  });

  test("is refused where only weights of 0 are left on one side", () => {
    const { X, y } = noisy(40, 1, 2);
    const sampleWeight = y.map((_, i) => Number(i === 0));
    const model = new GradientBoostingRegressor({ earlyStopping: true });
    expect(() => model.fit(X, y, { sampleWeight })).toThrow(/set validationFraction to null/);
  });
});

describe("states", () => {
  const { X, y } = noisy(200, 2, 1);
  const state = JSON.parse(
    JSON.stringify(new GradientBoostingRegressor({ maxIter: 2 }).fit(X, y).toState()),
  ) as PlainData;
  const damaged = (change: Partial<TreeState>) => {
    const [first, ...others] = treesOf(state);
    return { ...state, trees: [{ ...first, ...change }, ...others] };
  };
  const [tree] = treesOf(state);

  test.each([
    ["a feature that X does not have", { feature: [2, ...tree.feature.slice(1)] }],
    ["a walk in a circle", { left: [0, ...tree.left.slice(1)] }],
    ["one child of two parents", { right: [tree.left[0], ...tree.right.slice(1)] }],
    ["a child beyond the tree", { right: [1000, ...tree.right.slice(1)] }],
    ["missing values", { value: tree.value.slice(1) }],
    ["no nodes", Object.fromEntries(Object.keys(tree).map((key) => [key, []]))],
  ])("refuses %s", (_, change) => {
    expect(() => GradientBoostingRegressor.fromState(damaged(change))).toThrow(DataError);
  });
});
