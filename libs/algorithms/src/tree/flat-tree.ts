/** In `feature`, `left` and `right`: this node is a leaf. */
export const LEAF = -1;

/**
 * A binary tree without objects: node t is position t of each array, the root is 0, and children come after their
 * parents, side by side: right[t] = left[t] + 1. A row x goes from node t to left[t] when x_feature[t] ≤ threshold[t], else
 * to right[t].
 */
export interface FlatTree {
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Numbers in the answer of a node. */
  readonly nOutputs: number;
  /** The answer of node t is value[t * nOutputs] …: a probability for each class, or one mean. */
  readonly value: Float64Array;
  /** Training rows that came through the node, their weight, and their impurity. */
  readonly nRows: Int32Array;
  readonly weight: Float64Array;
  readonly impurity: Float64Array;
}

/** What it takes to walk down a tree. */
export type TreeShape = Pick<FlatTree, "feature" | "threshold" | "left" | "right">;

/** The answer of node t, as a view. */
export function valueOf({ value, nOutputs }: FlatTree, t: number): Float64Array {
  return value.subarray(t * nOutputs, (t + 1) * nOutputs);
}

export function countLeaves(tree: FlatTree): number {
  return tree.feature.reduce((n, feature) => n + (feature === LEAF ? 1 : 0), 0);
}

/** Edges on the longest way from the root to a leaf; 0 for a tree that is one leaf. */
export function depthOf({ feature, left, right }: FlatTree): number {
  const depth = new Int32Array(feature.length);
  feature.forEach((j, t) => {
    if (j === LEAF) return;
    depth[left[t]] = depth[right[t]] = depth[t] + 1;
  });
  return depth.reduce((deepest, d) => Math.max(deepest, d), 0);
}
