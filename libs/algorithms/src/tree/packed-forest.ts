import type { Matrix } from "../tensor/matrix.ts";
import { LEAF, type TreeShape } from "./flat-tree.ts";
import { LANES, writeLeaves, type PackedNodes } from "./walk.ts";

/** At least so many rows go through all trees before the next ones do: these stay in the cache. */
const LEAST_BLOCK = 128;

/** A tree and its nodes' answers: S numbers for node t from `value[t * S]`. */
export interface ForestTree extends TreeShape {
  readonly value: Float64Array;
}

/**
 * Many trees in one place, for fast prediction. Siblings are neighbours, and a leaf is its own left child that every row
 * goes to: a step is the same for all nodes, and needs no branch.
 */
export class PackedForest {
  private readonly nodes: PackedNodes;
  /** S numbers for every node. */
  private readonly value: Float64Array;
  private readonly nOutputs: number;
  private readonly roots: Int32Array;
  private readonly columns: Int32Array;
  /**
   * Rows that go through all trees together: not fewer than a tree has nodes, or small blocks would spend their time on
   * fetching large trees again and again.
   */
  private readonly blockRows: number;

  /**
   * @param trees each node but the root has exactly one parent.
   * @param nOutputs S, the numbers that a tree answers.
   * @param columnOf where tree number `m` adds its first number.
   */
  constructor(trees: readonly ForestTree[], nOutputs: number, columnOf: (m: number) => number) {
    const nNodes = trees.reduce((sum, { feature }) => sum + feature.length, 0);
    this.nodes = {
      feature: new Int32Array(nNodes),
      threshold: new Float64Array(nNodes),
      left: new Int32Array(nNodes),
    };
    this.value = new Float64Array(nNodes * nOutputs);
    this.nOutputs = nOutputs;
    this.roots = new Int32Array(trees.length);
    this.columns = Int32Array.from(trees, (_, m) => columnOf(m));
    this.blockRows = Math.max(LEAST_BLOCK, Math.ceil(nNodes / Math.max(1, trees.length)));
    let root = 0;
    trees.forEach((tree, m) => {
      this.roots[m] = root;
      this.pack(tree, root);
      root += tree.feature.length;
    });
  }

  /**
   * Adds the answers of all trees, tree by tree, to the rows of `scores`.
   *
   * @param X n × d; NaN goes to the left.
   * @param scores n × `nColumns` in row-major order.
   */
  addTo(X: Matrix, scores: Float64Array, nColumns: number): void {
    const leaves = new Int32Array(Math.min(this.blockRows, X.nRows) + LANES - 1);
    for (let start = 0; start < X.nRows; start += this.blockRows) {
      const count = Math.min(this.blockRows, X.nRows - start);
      for (let m = 0; m < this.roots.length; m++) {
        writeLeaves(this.nodes, this.roots[m], X, undefined, start, count, leaves);
        this.addBlock(leaves, scores, start * nColumns + this.columns[m], nColumns, count);
      }
    }
  }

  private addBlock(
    leaves: Int32Array,
    scores: Float64Array,
    first: number,
    nColumns: number,
    count: number,
  ): void {
    const { value, nOutputs: S } = this;
    if (S === 1) {
      for (let i = 0; i < count; i++) scores[first + i * nColumns] += value[leaves[i]];
      return;
    }
    for (let i = 0; i < count; i++) {
      const to = first + i * nColumns;
      const from = leaves[i] * S;
      for (let s = 0; s < S; s++) scores[to + s] += value[from + s];
    }
  }

  /** Copies a tree level by level: `order[q]` is the node that becomes number q, and children join side by side. */
  private pack(tree: ForestTree, root: number): void {
    const { feature, threshold, left } = this.nodes;
    const S = this.nOutputs;
    const order = [0];
    for (let q = 0; q < order.length; q++) {
      const t = order[q];
      const isLeaf = tree.feature[t] === LEAF;
      feature[root + q] = isLeaf ? 0 : tree.feature[t];
      threshold[root + q] = isLeaf ? Infinity : tree.threshold[t];
      left[root + q] = root + (isLeaf ? q : order.length);
      for (let s = 0; s < S; s++) this.value[(root + q) * S + s] = tree.value[t * S + s];
      if (!isLeaf) order.push(tree.left[t], tree.right[t]);
    }
  }
}
