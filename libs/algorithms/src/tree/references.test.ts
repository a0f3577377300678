import { describe, expect, test } from "vitest";
import references from "../../references/trees/references.json" with { type: "json" };
import { StateReader } from "../base/index.ts";
import { matrix } from "../tensor/matrix.ts";
import { DecisionTreeClassifier } from "./decision-tree-classifier.ts";
import { DecisionTreeRegressor } from "./decision-tree-regressor.ts";
import { LEAF, valueOf, type FlatTree } from "./flat-tree.ts";
import { treeFromState } from "./tree-state.ts";

/** As scikit-learn counts: feature (−1 at a leaf), threshold, left, right, rows, impurity, then the value. */
type ReferenceNode = number[];

const asMatrix = (data: number[], nColumns: number) =>
  matrix(data.length / nColumns, nColumns, Float64Array.from(data));

const { X: rows, nColumns, targets, trees } = references;

function parametersOf(limits: (typeof trees)[number]["limits"]) {
  return {
    maxDepth: limits.max_depth ?? null,
    maxLeafNodes: limits.max_leaf_nodes ?? null,
    minSamplesLeaf: limits.min_samples_leaf ?? 1,
    minSamplesSplit: limits.min_samples_split ?? 2,
  };
}

function grow({ target, criterion, limits }: (typeof trees)[number]): FlatTree {
  const X = asMatrix(rows, nColumns);
  const y = targets[target as keyof typeof targets];
  const parameters = parametersOf(limits);
  if (criterion === "squared_error") {
    const { tree } = new DecisionTreeRegressor(parameters).fit(X, y).toState();
    return treeFromState(new StateReader("tree", tree), nColumns, 1);
  }
  const model = new DecisionTreeClassifier({ ...parameters, criterion: criterion as "gini" | "entropy" });
  return treeFromState(
    new StateReader("tree", model.fit(X, y).toState().tree),
    nColumns,
    model.classes.length,
  );
}

/** The subtrees at t and r, whatever the order in which their nodes were numbered. */
function expectSameSubtree(tree: FlatTree, t: number, reference: ReferenceNode[], r: number): void {
  const [feature, threshold, left, right, nRows, impurity, ...value] = reference[r];
  expect([tree.feature[t], tree.nRows[t]]).toEqual([feature, nRows]);
  expect(tree.impurity[t]).toBeCloseTo(impurity, 9);
  valueOf(tree, t).forEach((number, k) => expect(number).toBeCloseTo(value[k], 9));
  if (feature === LEAF) return;
  expect(tree.threshold[t]).toBe(threshold);
  expectSameSubtree(tree, tree.left[t], reference, left);
  expectSameSubtree(tree, tree.right[t], reference, right);
}

describe("the trees of scikit-learn, node by node", () => {
  test.each(trees)("$target, $criterion, $limits", (reference) => {
    const tree = grow(reference);
    expect(tree.feature).toHaveLength(reference.nodes.length);
    expectSameSubtree(tree, 0, reference.nodes, 0);
  });
});

describe("the scores of scikit-learn at depth 3", () => {
  test("accuracy on iris", () => {
    const { X, y, score, nColumns: width } = references.iris;
    const iris = asMatrix(X, width);
    expect(new DecisionTreeClassifier({ maxDepth: 3 }).fit(iris, y).score(iris, y)).toBeCloseTo(score, 12);
  });

  test("r² on diabetes", () => {
    const { X, y, score, nColumns: width } = references.diabetes;
    const diabetes = asMatrix(X, width);
    const model = new DecisionTreeRegressor({ maxDepth: 3 }).fit(diabetes, y);
    expect(model.score(diabetes, y)).toBeCloseTo(score, 12);
  });
});
