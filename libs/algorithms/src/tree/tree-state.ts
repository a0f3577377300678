import type { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import { LEAF, type FlatTree } from "./flat-tree.ts";

/** The tree as plain JSON data. */
export function treeToState(tree: FlatTree): PlainData {
  return {
    feature: Array.from(tree.feature),
    threshold: Array.from(tree.threshold),
    left: Array.from(tree.left),
    right: Array.from(tree.right),
    value: Array.from(tree.value),
    nRows: Array.from(tree.nRows),
    weight: Array.from(tree.weight),
    impurity: Array.from(tree.impurity),
  };
}

/**
 * The tree that `treeToState` described.
 *
 * @throws DataError when the data is no tree over `nFeatures` features, so that predicting with it would read
 *   beyond the arrays or never end.
 */
export function treeFromState(state: StateReader, nFeatures: number, nOutputs: number): FlatTree {
  const feature = state.int32("feature");
  const nNodes = feature.length;
  if (nNodes === 0) state.refuse("at least one node", []);
  const tree: FlatTree = {
    nOutputs,
    feature,
    threshold: state.float64("threshold", nNodes),
    left: state.int32("left", nNodes),
    right: state.int32("right", nNodes),
    value: state.float64("value", nNodes * nOutputs),
    nRows: state.int32("nRows", nNodes),
    weight: state.float64("weight", nNodes),
    impurity: state.float64("impurity", nNodes),
  };
  feature.forEach((_, t) => checkNode(state, tree, t, nFeatures));
  checkParents(state, tree);
  return tree;
}

/** Every node but the root is the child of one: else there are fewer nodes than a walk from the root meets, or more. */
function checkParents(state: StateReader, { feature, left, right }: FlatTree): void {
  const nParents = new Int32Array(feature.length);
  for (let t = 0; t < feature.length; t++) {
    if (feature[t] === LEAF) continue;
    nParents[left[t]]++;
    nParents[right[t]]++;
  }
  const odd = nParents.findIndex((n, t) => n !== Number(t > 0));
  if (odd >= 0) state.refuse(`one parent of node ${odd}`, nParents[odd]);
}

function checkNode(
  state: StateReader,
  { feature, left, right }: FlatTree,
  t: number,
  nFeatures: number,
): void {
  if (feature[t] === LEAF) return;
  const areAfter = left[t] > t && right[t] === left[t] + 1 && right[t] < feature.length;
  if (feature[t] < 0 || feature[t] >= nFeatures || !areAfter) {
    const expected = `a feature below ${nFeatures}, and two children side by side after node ${t}`;
    state.refuse(expected, [feature[t], left[t], right[t]]);
  }
}
