import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError, NotFittedError, ParameterError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { createRandom } from "../random/random.ts";
import { bootstrapIndices } from "../random/sampling.ts";
import { matrix, matrixFromRows, takeRows } from "../tensor/matrix.ts";
import { DecisionTreeClassifier } from "./decision-tree-classifier.ts";
import { DecisionTreeRegressor } from "./decision-tree-regressor.ts";

const MODELS = [DecisionTreeClassifier, DecisionTreeRegressor];
const ROWS = matrixFromRows([
  [1, 10],
  [2, 30],
  [3, 20],
  [4, 40],
]);
const TARGETS = [0, 0, 1, 2];
const throughJson = (state: PlainData) => JSON.parse(JSON.stringify(state)) as PlainData;

describe.each(MODELS.map((Model) => ({ Model, name: Model.name })))("$name", ({ Model }) => {
  test("fit returns the model, which reproduces distinct rows", () => {
    const model = new Model();
    expect(model.fit(ROWS, TARGETS)).toBe(model);
    expect([...model.predict(ROWS)]).toEqual(TARGETS);
    expect(model.score(ROWS, TARGETS)).toBe(1);
    expect([model.nLeaves, model.depth]).toEqual([3, 2]);
  });

  test("before fit, everything that needs a tree says so", () => {
    const model = new Model();
    const attempts = [
      () => model.predict(ROWS),
      () => model.score(ROWS, TARGETS),
      () => model.nLeaves,
      () => model.depth,
      () => model.toState(),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(NotFittedError);
  });

  test.each([
    [{ maxDepth: 0 }, /maxDepth .* ≥ 1, got 0/],
    [{ maxDpth: 1 } as object, /^option must be one of maxDepth, .*, criterion.* got "maxDpth"/],
    [{ maxDepth: 2.5 }, /maxDepth .* got 2.5/],
    [{ maxLeafNodes: 1 }, /maxLeafNodes .* ≥ 2, got 1/],
    [{ minSamplesSplit: 1 }, /minSamplesSplit .* ≥ 2, .* got 1/],
    [{ minSamplesLeaf: 0 }, /minSamplesLeaf .* ≥ 1, .* got 0/],
    [{ maxBins: 1 }, /maxBins .* 2 to 256, got 1/],
    [{ maxBins: 257 }, /maxBins .* 2 to 256, got 257/],
    [{ seed: NaN }, /seed .* got NaN/],
    [{ criterion: "friedman" as never }, /criterion must be one of .* got "friedman"/],
  ])("fit refuses %j by name, rule and value", (parameters, message) => {
    const model = new Model(parameters);
    expect(() => model.fit(ROWS, TARGETS)).toThrow(ParameterError);
    expect(() => model.fit(ROWS, TARGETS)).toThrow(message);
  });

  test("refuses the seed of a fit that is no number", () => {
    expect(() => new Model().fit(ROWS, TARGETS, { seed: Infinity })).toThrow(/seed/);
  });

  test.each([
    ["no rows", matrix(0, 2), []],
    ["a target too few", ROWS, [0, 1, 2]],
    ["NaN", matrixFromRows([[1], [NaN]]), [0, 1]],
    ["infinity", matrixFromRows([[1], [-Infinity]]), [0, 1]],
  ])("fit refuses %s", (_, X, y) => {
    expect(() => new Model().fit(X, y)).toThrow(DataError);
  });

  test("predict refuses rows of another width, and NaN", () => {
    const model = new Model().fit(ROWS, TARGETS);
    expect(() => model.predict(matrix(1, 3))).toThrow(/2 columns/);
    expect(() => model.predict(matrixFromRows([[1, NaN]]))).toThrow(DataError);
  });

  test("predicts nothing for no rows", () => {
    expect([...new Model().fit(ROWS, TARGETS).predict(matrix(0, 2))]).toEqual([]);
  });

  test("one row, constant columns, no columns, and one target make one leaf", () => {
    const constant = matrixFromRows([
      [7, 7],
      [7, 7],
      [7, 7],
    ]);
    expect(new Model().fit(matrixFromRows([[3, 4]]), [5]).predict(ROWS)[0]).toBe(5);
    expect(new Model().fit(constant, [1, 1, 4]).nLeaves).toBe(1);
    expect(new Model().fit(matrix(3, 0), [1, 1, 4]).nLeaves).toBe(1);
    expect(new Model().fit(ROWS, [6, 6, 6, 6])).toMatchObject({ nLeaves: 1, depth: 0 });
  });

  test("a refit forgets", () => {
    const refitted = new Model().fit(ROWS, TARGETS).fit(matrixFromRows([[0], [1]]), [3, 4]);
    expect(refitted.toState()).toEqual(new Model().fit(matrixFromRows([[0], [1]]), [3, 4]).toState());
  });

  test("a refused refit leaves what was learnt", () => {
    const model = new Model().fit(ROWS, TARGETS);
    expect(() => model.fit(ROWS, [1])).toThrow(DataError);
    expect([...model.predict(ROWS)]).toEqual(TARGETS);
  });

  test("leaves its inputs as they were", () => {
    const X = matrix(ROWS.nRows, ROWS.nColumns, ROWS.data.slice());
    const y = [...TARGETS];
    new Model().fit(X, y).predict(X);
    expect(X.data).toEqual(ROWS.data);
    expect(y).toEqual(TARGETS);
  });

  test("getParams gives the defaults filled in, and makes an equal model", () => {
    const model = new Model({ maxDepth: 3, seed: 7 });
    expect(model.getParams()).toMatchObject({
      maxDepth: 3,
      maxLeafNodes: null,
      minSamplesSplit: 2,
      minSamplesLeaf: 1,
      maxBins: 255,
      seed: 7,
    });
    expect(new Model(model.getParams()).getParams()).toEqual(model.getParams());
  });

  test("state survives JSON", () => {
    const model = new Model({ maxDepth: 2 }).fit(ROWS, TARGETS);
    const copy = Model.fromState(throughJson(model.toState()));
    expect(copy.predict(ROWS)).toEqual(model.predict(ROWS));
    expect(copy.getParams()).toEqual(model.getParams());
    expect(copy.toState()).toEqual(model.toState());
  });

  const broken: [string, (state: PlainData) => void][] = [
    ["no tree", (state) => delete state.tree],
    ["no nFeatures", (state) => delete state.nFeatures],
    ["a cycle", (state) => ((state.tree as { left: number[] }).left[0] = 0)],
    ["a child beyond the tree", (state) => ((state.tree as { right: number[] }).right[0] = 99)],
    ["a feature beyond the columns", (state) => ((state.tree as { feature: number[] }).feature[0] = 2)],
    ["values missing", (state) => (state.tree as { value: number[] }).value.pop()],
    ["text among the thresholds", (state) => ((state.tree as PlainData).threshold = ["1"])],
  ];
  test.each(broken)("fromState refuses a state with %s", (_, spoil) => {
    const state = throughJson(new Model().fit(ROWS, TARGETS).toState());
    spoil(state);
    expect(() => Model.fromState(state)).toThrow(DataError);
  });

  test("the same seed samples the same bins, more than 10,000 rows", () => {
    const random = createRandom(5);
    const X = matrix(12_000, 2);
    X.data.forEach((_, at) => (X.data[at] = random.normal()));
    const y = Array.from({ length: X.nRows }, (_, i) => Number(X.data[2 * i] + X.data[2 * i + 1] > 0));
    const treeOf = (seed: number) =>
      new Model({ maxDepth: 4, maxBins: 16 }).fit(X, y, { seed }).toState().tree;
    expect(treeOf(1)).toEqual(treeOf(1));
    expect(treeOf(1)).not.toEqual(treeOf(2));
  });

  test("learns distinct rows by heart, whatever they are", () => {
    const cell = fc.integer({ min: -50, max: 50 });
    const rows = fc.uniqueArray(fc.tuple(cell, cell), { minLength: 1, maxLength: 80, selector: String });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat(3)), (cells, stream) => {
        const y = [...stream.take(cells.length)];
        const X = matrixFromRows(cells);
        expect([...new Model().fit(X, y).predict(X)]).toEqual(y);
      }),
    );
  });

  test("learns from a bootstrap sample with its duplicates", () => {
    const random = createRandom(3);
    const X = matrix(200, 3);
    X.data.forEach((_, at) => (X.data[at] = random.integer(100)));
    const y = Array.from({ length: 200 }, (_, i) => Number(X.data[3 * i] > 50));
    const rows = bootstrapIndices(200, random);
    const model = new Model().fit(
      takeRows(X, rows),
      Array.from(rows, (i) => y[i]),
    );
    expect(model.nLeaves).toBe(2);
    expect(model.score(X, y)).toBeGreaterThan(0.85);
  });
});

describe("DecisionTreeClassifier", () => {
  test("keeps labels that are text, sorted", () => {
    const model = new DecisionTreeClassifier().fit(ROWS, ["no", "no", "maybe", "yes"]);
    expect(model.classes).toEqual(["maybe", "no", "yes"]);
    expect(model.predict(ROWS)).toEqual(["no", "no", "maybe", "yes"]);
    const copy = DecisionTreeClassifier.fromState(throughJson(model.toState()));
    expect(copy.predict(ROWS)).toEqual(["no", "no", "maybe", "yes"]);
  });

  test("probabilities are the shares of the classes in the leaf", () => {
    const X = matrixFromRows([[0], [0], [0], [0], [1]]);
    const model = new DecisionTreeClassifier().fit(X, ["a", "b", "b", "c", "a"]);
    expect([...model.predictProba(matrixFromRows([[0], [1]])).data]).toEqual([0.25, 0.5, 0.25, 1, 0, 0]);
    expect(model.predict(matrixFromRows([[0]]))).toEqual(["b"]);
  });

  test("of equally probable classes the first is predicted", () => {
    const X = matrixFromRows([[0], [0]]);
    expect(new DecisionTreeClassifier().fit(X, ["z", "b"]).predict(X)).toEqual(["b", "b"]);
  });

  test("classes that no row has get the probability 0", () => {
    const classes = [0, 1, 2, 3];
    const model = new DecisionTreeClassifier().fit(ROWS, [1, 1, 3, 3], { classes });
    expect(model.classes).toEqual(classes);
    const { nColumns, data } = model.predictProba(ROWS);
    expect(nColumns).toBe(4);
    expect([...data]).toEqual([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  test("refuses a label outside of the given classes", () => {
    expect(() => new DecisionTreeClassifier().fit(ROWS, TARGETS, { classes: [0, 1] })).toThrow(/got 2 at/);
  });

  test("before fit it has no classes and no probabilities", () => {
    expect(() => new DecisionTreeClassifier().classes).toThrow(NotFittedError);
    expect(() => new DecisionTreeClassifier().predictProba(ROWS)).toThrow(NotFittedError);
  });

  test("fromState refuses a state without classes", () => {
    const { classes, ...rest } = new DecisionTreeClassifier().fit(ROWS, TARGETS).toState();
    expect(classes).toEqual([0, 1, 2]);
    expect(() => DecisionTreeClassifier.fromState(rest)).toThrow(/classes/);
  });
});

describe("DecisionTreeRegressor", () => {
  test("a leaf answers the mean of its targets", () => {
    const model = new DecisionTreeRegressor({ maxDepth: 1 }).fit(ROWS, [1, 2, 10, 12]);
    expect([...model.predict(ROWS)]).toEqual([1.5, 1.5, 11, 11]);
  });

  test("finds the split of targets that are large and close together", () => {
    const y = [1e12, 1e12, 1e12 + 0.5, 1e12 + 0.5];
    expect([...new DecisionTreeRegressor({ maxDepth: 1 }).fit(ROWS, y).predict(ROWS)]).toEqual(y);
  });

  test("refuses targets that are no finite numbers", () => {
    expect(() => new DecisionTreeRegressor().fit(ROWS, [1, 2, NaN, 4])).toThrow(/at index 2/);
  });
});
