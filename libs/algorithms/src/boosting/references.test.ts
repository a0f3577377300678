import { describe, expect, test } from "vitest";
import references from "../../references/boosting/references.json" with { type: "json" };
import type { Label } from "../estimator.ts";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";
import { dataSet, inCamelCase, type DataSetName } from "../testing/index.ts";
import { GradientBoostingClassifier } from "./gradient-boosting-classifier.ts";
import { GradientBoostingRegressor } from "./gradient-boosting-regressor.ts";

/** The formulas of make_references.py. */
function madeData() {
  const n = references.nRows;
  const X = matrix(n, 4);
  const columns = (i: number) => [
    (i * 37) % 101,
    ((i * i) % 67) + (i % 3) * 0.5,
    ((i * 91 + 7) % 197) - 90,
    ((i * 13) % 31) / 4,
  ];
  const y = Array.from({ length: n }, (_, i) => {
    const x = columns(i);
    X.data.set(x, i * 4);
    const noise = ((i * 7919) % 503) / 503;
    return ((x[0] - 50) * (x[0] - 50)) / 500 + (x[2] > 3 ? x[1] : 0) / 13 + x[3] / 5 + noise;
  });
  const targets: Record<string, number[]> = {
    number: y,
    count: y.map((v) => Math.floor(v * 2)),
    two: y.map((v) => Number(v > 4.3)),
    three: y.map((v) => Number(v > 3.1) + Number(v > 5.7)),
  };
  return { X, targets, weights: y.map((_, i) => ((i % 5) + 1) / 2) };
}

const made = madeData();

type Case = (typeof references.cases)[number];

function fit(reference: Case) {
  const isRegression = reference.target === "number" || reference.target === "count";
  const Kind = isRegression ? GradientBoostingRegressor : GradientBoostingClassifier;
  const model = new Kind({ maxIter: references.rounds, ...inCamelCase(reference.parameters) });
  const sampleWeight = reference.weighted ? made.weights : undefined;
  model.fit(made.X, made.targets[reference.target], { sampleWeight });
  const first = takeRows(made.X, [...reference.predictions.keys()]);
  const answers =
    model instanceof GradientBoostingRegressor ? model.predict(first) : model.predictProba(first).data;
  return { state: model.toState() as unknown as State, answers };
}

interface State {
  baseline: number[];
  trees: Record<"feature" | "threshold" | "left" | "right" | "nRows" | "gain" | "value", number[]>[];
}

/** |a − b| within `relative` of the larger, or of `small` where both are small: they are differences of larger numbers. */
function expectClose(a: number, b: number, relative: number, small = 0.01): void {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(relative * Math.max(Math.abs(a), Math.abs(b), small));
}

/** The subtrees at t and r, whatever the order in which their nodes were numbered. */
function expectSameSubtree(tree: State["trees"][number], t: number, reference: number[][], r: number): void {
  const [feature, threshold, left, right, nRows, gain, value] = reference[r];
  expect([tree.feature[t], tree.threshold[t], tree.nRows[t]]).toEqual([feature, threshold, nRows]);
  expectClose(tree.gain[t], gain, 1e-6, 0.1);
  expectClose(tree.value[t], value, 1e-6);
  if (feature === -1) return;
  expectSameSubtree(tree, tree.left[t], reference, left);
  expectSameSubtree(tree, tree.right[t], reference, right);
}

// scikit-learn rounds gradients and hessians to 32 bits, 6e-8 of their size; a leaf's answer is a quotient of their sums,
// and 30 rounds add up. So 1e-6 is what can be asked for.
describe("the trees of scikit-learn, node by node", () => {
  test.each(references.cases)("$target, weighted: $weighted, $parameters", (reference) => {
    const { state, answers } = fit(reference);
    reference.baseline.forEach((score, k) => expect(state.baseline[k]).toBeCloseTo(score, 12));
    reference.trees.forEach((nodes, m) => {
      expect(state.trees[m].feature).toHaveLength(nodes.length);
      expectSameSubtree(state.trees[m], 0, nodes, 0);
    });
    reference.predictions.flat().forEach((answer, i) => expectClose(answers[i], answer, 1e-6));
  });
});

/** Every fourth row is a test row. */
function split(name: DataSetName) {
  const { X, y } = dataSet(name);
  const rowsWhere = (isTest: boolean) => {
    const rows = [...y.keys()].filter((i) => (i % 4 === 0) === isTest);
    return { X: takeRows(X, rows), y: rows.map((i) => y[i]) };
  };
  return { training: rowsWhere(false), held: rowsWhere(true) };
}

const modelFor = (name: string, parameters: object = {}) =>
  name === "diabetes"
    ? new GradientBoostingRegressor(parameters)
    : new GradientBoostingClassifier(parameters);

type AnyModel = { fit(X: Matrix, y: Label[], options?: { seed: number }): AnyModel } & Pick<
  GradientBoostingClassifier,
  "score" | "nIter"
>;

function lossOf(model: unknown, X: Matrix, y: Label[]): number {
  if (model instanceof GradientBoostingRegressor) {
    return model.predict(X).reduce((sum, p, i) => sum + (p - Number(y[i])) ** 2, 0) / y.length;
  }
  const { classes } = model as GradientBoostingClassifier;
  const { data } = (model as GradientBoostingClassifier).predictProba(X);
  return (
    y.reduce<number>(
      (sum, label, i) => sum - Math.log(data[i * classes.length + classes.indexOf(label)]),
      0,
    ) / y.length
  );
}

describe("the scores of scikit-learn", () => {
  test.each(references.scores)("$data", ({ data, train, test: held }) => {
    const parts = split(data as DataSetName);
    const model = modelFor(data) as unknown as AnyModel;
    model.fit(parts.training.X, parts.training.y);
    const isExact = data === "iris" || data === "diabetes";
    for (const [part, reference] of [
      [parts.training, train],
      [parts.held, held],
    ] as const) {
      // Equal bins give equal trees. Where bins are other quantiles (breast_cancer) or splits tie (digits): alike.
      const score = model.score(part.X, part.y);
      const loss = lossOf(model, part.X, part.y);
      expect(Math.abs(score - reference.score)).toBeLessThanOrEqual(isExact ? 1e-8 : 0.01);
      expect(Math.abs(loss - reference.loss)).toBeLessThanOrEqual(isExact ? 1e-6 * reference.loss : 0.015);
    }
  });

  test.each(references.earlyStopping)("$data with early stopping, mean of 5 seeds", (reference) => {
    const { training, held } = split(reference.data as DataSetName);
    const models = Array.from({ length: reference.seeds }, (_, seed) => {
      const model = modelFor(reference.data, { earlyStopping: true, nIterNoChange: 5, tol: 1e-3 });
      return (model as unknown as AnyModel).fit(training.X, training.y, { seed });
    });
    expectSameMean(
      models.map((model) => model.score(held.X, held.y)),
      reference.score,
    );
    expectSameMean(
      models.map((model) => model.nIter),
      reference.rounds,
    );
  });
});

/** The means are within 2 standard errors of their difference. */
function expectSameMean(values: number[], reference: { mean: number; sd: number }): void {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1);
  expect(Math.abs(mean - reference.mean)).toBeLessThanOrEqual(
    2 * Math.sqrt((variance + reference.sd ** 2) / n),
  );
}
