import type { Matrix } from "../tensor/matrix.ts";

/** In `feature`, `left` and `right`: this node is a leaf. */
export const LEAF = -1;

/**
 * A binary tree without objects: node t is position t of each array, the root is 0, and children come after their
 * parents. A row x goes from node t to left[t] when x_feature[t] ≤ threshold[t], else to right[t].
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

/**
 * The leaf that every row ends in.
 *
 * @param X n × d.
 * @param rows indices of the rows that are wanted. Default: all of them, in order.
 * @returns a leaf for each of them.
 */
export function findLeaves(tree: FlatTree, X: Matrix, rows?: Int32Array): Int32Array {
  const leaves = new Int32Array(rows?.length ?? X.nRows);
  for (let p = 0; p < leaves.length; p++) {
    leaves[p] = leafAt(tree, X.data, (rows === undefined ? p : rows[p]) * X.nColumns);
  }
  return leaves;
}

/** The leaf of the row that begins at position `first` of `data`. */
function leafAt({ feature, threshold, left, right }: FlatTree, data: Float64Array, first: number): number {
  let t = 0;
  while (feature[t] !== LEAF) t = data[first + feature[t]] <= threshold[t] ? left[t] : right[t];
  return t;
}

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
