import { consecutive } from "../random/sampling.ts";
import type { Matrix } from "../tensor/matrix.ts";

/** `feature` of a node that has no children. */
export const LEAF = -1;

/** The nodes of a k-d tree in preorder: the left child of a node comes right after it. */
export interface KDNodes {
  /** The feature that splits, or `LEAF`. */
  readonly feature: number[];
  /** Its largest value on the left. */
  readonly low: number[];
  /** Its smallest value on the right. */
  readonly high: number[];
  /** The node's rows are start…end−1 in the tree's order. */
  readonly start: number[];
  readonly end: number[];
  /** The right child. */
  readonly right: number[];
}

/** @returns the nodes, and the rows of X in the order in which the leaves hold them. */
export function buildNodes(X: Matrix, leafSize: number): { nodes: KDNodes; order: Int32Array } {
  const nodes: KDNodes = { feature: [], low: [], high: [], start: [], end: [], right: [] };
  const order = consecutive(X.nRows);
  addNode(nodes, X, order, 0, X.nRows, leafSize);
  return { nodes, order };
}

function addNode(
  nodes: KDNodes,
  X: Matrix,
  order: Int32Array,
  start: number,
  end: number,
  leafSize: number,
): number {
  const node = nodes.feature.length;
  const j = end - start <= leafSize ? LEAF : widestFeature(X, order, start, end);
  nodes.feature.push(j);
  nodes.start.push(start);
  nodes.end.push(end);
  nodes.low.push(0);
  nodes.high.push(0);
  nodes.right.push(0);
  if (j === LEAF) return node;
  const middle = (start + end) >>> 1;
  partitionAt(X, order, start, end, middle, j);
  nodes.low[node] = extreme(X, order, start, middle, j, Math.max);
  nodes.high[node] = X.data[order[middle] * X.nColumns + j];
  addNode(nodes, X, order, start, middle, leafSize);
  nodes.right[node] = addNode(nodes, X, order, middle, end, leafSize);
  return node;
}

/** The feature with the greatest difference between two of the rows; `LEAF` when they are all equal. */
function widestFeature(X: Matrix, order: Int32Array, start: number, end: number): number {
  let widest = LEAF;
  let width = 0;
  for (let j = 0; j < X.nColumns; j++) {
    const spread = extreme(X, order, start, end, j, Math.max) - extreme(X, order, start, end, j, Math.min);
    if (spread > width) {
      width = spread;
      widest = j;
    }
  }
  return widest;
}

function extreme(
  { data, nColumns }: Matrix,
  order: Int32Array,
  start: number,
  end: number,
  j: number,
  choose: (a: number, b: number) => number,
): number {
  let value = data[order[start] * nColumns + j];
  for (let i = start + 1; i < end; i++) value = choose(value, data[order[i] * nColumns + j]);
  return value;
}

/**
 * Reorders start…end−1 so that no row before `middle` has a greater feature j than the row at `middle`, and none after it
 * a smaller one: quickselect (Hoare, "Algorithm 65: Find", 1961).
 */
function partitionAt(
  { data, nColumns }: Matrix,
  order: Int32Array,
  start: number,
  end: number,
  middle: number,
  j: number,
): void {
  let left = start;
  let right = end - 1;
  while (left < right) {
    const pivot = data[order[(left + right) >>> 1] * nColumns + j];
    let a = left;
    let b = right;
    while (a <= b) {
      while (data[order[a] * nColumns + j] < pivot) a++;
      while (data[order[b] * nColumns + j] > pivot) b--;
      if (a > b) break;
      const kept = order[a];
      order[a++] = order[b];
      order[b--] = kept;
    }
    if (middle <= b) right = b;
    else if (middle >= a) left = a;
    else return;
  }
}
