import { DataError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { LEAF, type FlatTree } from "./flat-tree.ts";

/** The tree as plain JSON data. */
export function treeToState(tree: FlatTree): PlainData {
  return {
    nOutputs: tree.nOutputs,
    feature: Array.from(tree.feature),
    threshold: Array.from(tree.threshold),
    left: Array.from(tree.left),
    right: Array.from(tree.right),
    value: Array.from(tree.value),
    nRows: Array.from(tree.nRows),
    impurity: Array.from(tree.impurity),
  };
}

/**
 * The tree that `treeToState` described.
 *
 * @throws DataError when the data is no tree over `nFeatures` features, so that predicting with it would read
 *   beyond the arrays or never end.
 */
export function treeFromState(state: unknown, nFeatures: number, nOutputs: number): FlatTree {
  const data = (state ?? {}) as PlainData;
  const feature = Int32Array.from(numbers(data, "feature"));
  const nNodes = feature.length;
  const tree: FlatTree = {
    nOutputs,
    feature,
    threshold: Float64Array.from(numbers(data, "threshold", nNodes)),
    left: Int32Array.from(numbers(data, "left", nNodes)),
    right: Int32Array.from(numbers(data, "right", nNodes)),
    value: Float64Array.from(numbers(data, "value", nNodes * nOutputs)),
    nRows: Int32Array.from(numbers(data, "nRows", nNodes)),
    impurity: Float64Array.from(numbers(data, "impurity", nNodes)),
  };
  feature.forEach((_, t) => checkNode(tree, t, nFeatures));
  return tree;
}

/** @throws DataError with the expectation and what came, for any part of a state that is not what `toState` wrote. */
export function refuseState(expected: string, got: unknown): never {
  throw new DataError({
    expected: `${expected} in the state of a decision tree`,
    got: JSON.stringify(got) ?? "nothing",
    remedy: "Give what toState() returned, unchanged.",
  });
}

function numbers(data: PlainData, key: string, length?: number): number[] {
  const list = data[key];
  if (!Array.isArray(list) || !list.every((item) => typeof item === "number")) {
    return refuseState(`a list of numbers at tree.${key}`, typeof list);
  }
  if (list.length !== (length ?? Math.max(1, list.length))) {
    return refuseState(`${length ?? "at least 1"} numbers at tree.${key}`, list.length);
  }
  return list;
}

function checkNode({ feature, left, right }: FlatTree, t: number, nFeatures: number): void {
  if (feature[t] === LEAF) return;
  const isInside = (child: number) => child > t && child < feature.length;
  if (feature[t] < 0 || feature[t] >= nFeatures || !isInside(left[t]) || !isInside(right[t])) {
    refuseState(`a feature below ${nFeatures} and children after node ${t}`, [feature[t], left[t], right[t]]);
  }
}
