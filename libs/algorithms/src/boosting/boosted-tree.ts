import type { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import { LEAF, type TreeShape } from "../tree/index.ts";

/** A tree of one output, in the form of `FlatTree`. */
export interface BoostedTree extends TreeShape {
  /** What node t adds to the raw score when it is a leaf, the learning rate included; 0 when it is not. */
  readonly value: Float64Array;
  /** Training rows that came through the node. */
  readonly nRows: Int32Array;
  /** Gain of the node's split; 0 for a leaf. */
  readonly gain: Float64Array;
}

/** The tree as plain JSON data. */
export function boostedTreeToState(tree: BoostedTree): PlainData {
  return Object.fromEntries(Object.entries(tree).map(([key, list]) => [key, Array.from(list as number[])]));
}

/** The tree that `boostedTreeToState` described. @throws DataError when it is no tree over `nFeatures` features. */
export function boostedTreeFromState(state: StateReader, nFeatures: number): BoostedTree {
  const feature = state.int32("feature");
  const nNodes = feature.length;
  const tree: BoostedTree = {
    feature,
    threshold: state.float64("threshold", nNodes),
    left: state.int32("left", nNodes),
    right: state.int32("right", nNodes),
    value: state.float64("value", nNodes),
    nRows: state.int32("nRows", nNodes),
    gain: state.float64("gain", nNodes),
  };
  if (!isTree(tree, nFeatures)) state.refuse(`a tree over ${nFeatures} features`, Array.from(feature));
  return tree;
}

/** Children come after their parents, and every node but the root is the child of one: no walk is endless. */
function isTree({ feature, left, right }: TreeShape, nFeatures: number): boolean {
  const nParents = new Int32Array(feature.length);
  for (let t = 0; t < feature.length; t++) {
    if (feature[t] === LEAF) continue;
    if (feature[t] < 0 || feature[t] >= nFeatures) return false;
    for (const child of [left[t], right[t]]) {
      if (child <= t || child >= feature.length) return false;
      nParents[child]++;
    }
  }
  return nParents.length > 0 && nParents.every((n, t) => n === Number(t > 0));
}
