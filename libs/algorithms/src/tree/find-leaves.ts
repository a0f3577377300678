import type { Matrix } from "../tensor/matrix.ts";
import { LEAF, type FlatTree } from "./flat-tree.ts";
import { LANES, writeLeaves, type PackedNodes } from "./walk.ts";

/**
 * The leaf that every row ends in.
 *
 * @param X n × d, finite.
 * @param rows indices of the rows that are wanted. Default: all of them, in order.
 * @returns a leaf for each of them.
 */
export function findLeaves(tree: FlatTree, X: Matrix, rows?: Int32Array): Int32Array {
  const leaves = new Int32Array(rows?.length ?? X.nRows);
  const nTogether = isWorthPacking(tree, leaves.length) ? leaves.length - (leaves.length % LANES) : 0;
  if (nTogether > 0) writeLeaves(packTree(tree), 0, X, rows, 0, nTogether, leaves);
  for (let p = nTogether; p < leaves.length; p++) {
    leaves[p] = leafAt(tree, X.data, (rows === undefined ? p : rows[p]) * X.nColumns);
  }
  return leaves;
}

/** Packing a tree costs about as much as one row for every ten nodes. */
function isWorthPacking({ feature }: FlatTree, nRows: number): boolean {
  return feature[0] !== LEAF && 10 * nRows > feature.length;
}

/** The leaf of the row that begins at position `first` of `data`. */
function leafAt({ feature, threshold, left, right }: FlatTree, data: Float64Array, first: number): number {
  let t = 0;
  while (feature[t] !== LEAF) t = data[first + feature[t]] <= threshold[t] ? left[t] : right[t];
  return t;
}

/** The tree for quick descents; the nodes keep their numbers. */
function packTree(tree: FlatTree): PackedNodes {
  const nNodes = tree.feature.length;
  const feature = new Int32Array(nNodes);
  const threshold = new Float64Array(nNodes);
  const left = new Int32Array(nNodes);
  for (let t = 0; t < nNodes; t++) {
    const isLeaf = tree.feature[t] === LEAF;
    feature[t] = isLeaf ? 0 : tree.feature[t];
    threshold[t] = isLeaf ? Infinity : tree.threshold[t];
    left[t] = isLeaf ? t : tree.left[t];
  }
  return { feature, threshold, left };
}
