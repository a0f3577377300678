import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import references from "../../references/trees/exact.json" with { type: "json" };
import { StateReader } from "../base/index.ts";
import { matrix } from "../tensor/matrix.ts";
import { DecisionTreeClassifier } from "./decision-tree-classifier.ts";
import { DecisionTreeRegressor } from "./decision-tree-regressor.ts";
import { LEAF, valueOf, type FlatTree } from "./flat-tree.ts";
import { treeFromState } from "./tree-state.ts";

/** As scikit-learn counts: feature (−1 at a leaf), threshold, left, right, rows, weight, impurity, then the value. */
type ReferenceNode = number[];

const { nColumns, targets } = references;
const X = matrix(references.X.length / nColumns, nColumns, Float64Array.from(references.X));
/** The formula of the script. */
const sampleWeight = Array.from({ length: X.nRows }, (_, i) => ((i * 7) % 5) / 2);

function dataSet(name: string) {
  const path = new URL(`../../../../examples/data/${name}.csv`, import.meta.url);
  const rows = readFileSync(path, "utf8").trim().split("\n").slice(1);
  const table = rows.map((line) => line.split(",").map(Number));
  const y = table.map((row) => row[row.length - 1]);
  const features = table.flatMap((row) => row.slice(0, -1));
  return { X: matrix(table.length, features.length / table.length, Float64Array.from(features)), y };
}

/** scikit-learn's names of parameters are ours in snake_case. */
function inCamelCase(parameters: object): object {
  const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [camel(name), value as unknown]),
  );
}

function treeOf(model: DecisionTreeClassifier | DecisionTreeRegressor): FlatTree {
  const { tree, nFeatures } = model.toState();
  const nOutputs = model instanceof DecisionTreeClassifier ? model.classes.length : 1;
  return treeFromState(new StateReader(model.name, tree), nFeatures as number, nOutputs);
}

/** The subtrees at t and r, whatever the order in which their nodes were numbered. */
function expectSameSubtree(tree: FlatTree, t: number, reference: ReferenceNode[], r: number): void {
  const [feature, threshold, left, right, nRows, weight, impurity, ...value] = reference[r];
  expect([tree.feature[t], tree.nRows[t]]).toEqual([feature, nRows]);
  expect(tree.weight[t] / weight).toBeCloseTo(1, 9);
  expect(Math.abs(tree.impurity[t] - impurity)).toBeLessThan(1e-9 * Math.max(1, impurity));
  valueOf(tree, t).forEach((number, k) => expect(number).toBeCloseTo(value[k], 9));
  if (feature === LEAF) return;
  // A float32 has 24 binary digits: in the data sets scikit-learn's thresholds are rounded.
  expect(Math.abs(tree.threshold[t] - threshold)).toBeLessThanOrEqual(2 ** -23 * Math.abs(threshold));
  expectSameSubtree(tree, tree.left[t], reference, left);
  expectSameSubtree(tree, tree.right[t], reference, right);
}

function expectSameTree(
  model: DecisionTreeClassifier | DecisionTreeRegressor,
  reference: { nodes: ReferenceNode[]; importances: number[] },
): void {
  const tree = treeOf(model);
  expect(tree.feature).toHaveLength(reference.nodes.length);
  expectSameSubtree(tree, 0, reference.nodes, 0);
  model.featureImportances.forEach((share, j) => {
    expect(Math.abs(share - reference.importances[j])).toBeLessThan(1e-9);
  });
}

describe("the exact splitter grows the trees of scikit-learn, node by node", () => {
  test.each(references.trees)(
    "$target, $criterion, $limits, $classWeight, weighted: $weighted",
    (reference) => {
      const parameters = {
        ...inCamelCase(reference.limits),
        splitter: "exact",
        criterion: reference.criterion,
      } as object;
      const options = reference.weighted ? { sampleWeight } : {};
      const y = targets[reference.target as keyof typeof targets];
      const { classWeight = null } = reference as { classWeight?: "balanced" };
      const model =
        reference.criterion === "squared_error"
          ? new DecisionTreeRegressor(parameters).fit(X, y, options)
          : new DecisionTreeClassifier({ ...parameters, classWeight }).fit(X, y, options);
      expectSameTree(model, reference);
    },
  );

  test("a histogram of 255 bins misses thresholds of this data", () => {
    const [reference] = references.trees;
    const model = new DecisionTreeClassifier(inCamelCase(reference.limits)).fit(X, targets.two);
    expect(() => expectSameTree(model, reference)).toThrow();
  });

  test.each(references.dataSets)("depth 3 on $data", (reference) => {
    const { X: rows, y } = dataSet(reference.data);
    const parameters = { maxDepth: 3, splitter: "exact" as const };
    const model =
      reference.data === "digits"
        ? new DecisionTreeClassifier(parameters).fit(rows, y)
        : new DecisionTreeRegressor(parameters).fit(rows, y);
    expectSameTree(model, reference);
  });
});

describe("where splits tie, the tree is within what scikit-learn's seeds make", () => {
  test.each(references.grownOut)("$data $parameters", (reference) => {
    const { X: rows, y } = dataSet(reference.data);
    const model = new DecisionTreeClassifier({ ...inCamelCase(reference.parameters), splitter: "exact" });
    const tree = treeOf(model.fit(rows, y));
    let impurity = 0;
    tree.feature.forEach((feature, t) => {
      if (feature === LEAF) impurity += (tree.nRows[t] * tree.impurity[t]) / rows.nRows;
    });
    const figures = [model.nLeaves, impurity, model.score(rows, y)];
    [reference.leaves, reference.impurity, reference.score].forEach(([least, greatest], f) => {
      expect(figures[f]).toBeGreaterThanOrEqual(least - 1e-9);
      expect(figures[f]).toBeLessThanOrEqual(greatest + 1e-9);
    });
  });
});

describe("export as text equals scikit-learn's, character by character", () => {
  test.each(references.texts)("$target $options", ({ target, options, text }) => {
    const model =
      target === "three"
        ? new DecisionTreeClassifier({ maxDepth: 3, splitter: "exact" }).fit(
            X,
            targets.three.map((k) => ["no", "perhaps", "yes"][k]),
          )
        : new DecisionTreeRegressor({ maxLeafNodes: 6, splitter: "exact" }).fit(X, targets.number);
    expect(model.exportText(options)).toBe(text);
  });
});
