import { takeRows, type Matrix } from "../tensor/matrix.ts";
import { buildNodes, LEAF, type KDNodes } from "./kd-nodes.ts";
import type { Metric, SearchRows } from "./metrics.ts";
import { noNeighbors, type Neighbors, type NeighborSearch } from "./neighbors.ts";

/**
 * Bounds are sums in another order than distances, and may round to more than them. So much less than the last neighbour's
 * distance a bound must be beyond it before a branch is left, or a row as near as it could be missed.
 */
const ROUNDING = 1 - 1e-12;

/**
 * A k-d tree (Bentley, "Multidimensional Binary Search Trees Used for Associative Searching", 1975), split at the median
 * of the widest feature, with rows in buckets at the leaves (Friedman, Bentley & Finkel, "An Algorithm for Finding Best
 * Matches in Logarithmic Expected Time", 1977).
 *
 * A query visits the nearer child first, and a child only while its cell is not farther than the last neighbour found. The
 * distance to a cell is kept up on the way down: one feature's offset changes at each node (Arya & Mount, "Algorithms for
 * Fast Vector Quantization", 1993).
 */
export class KDTree implements NeighborSearch {
  private readonly nodes: KDNodes;
  private readonly rows: SearchRows;
  private readonly metric: Metric;

  /** @param leafSize the most rows of a leaf, unless they are all equal. */
  constructor(X: Matrix, metric: Metric, leafSize: number) {
    const { nodes, order } = buildNodes(X, leafSize);
    this.nodes = nodes;
    this.rows = { x: takeRows(X, order).data, d: X.nColumns, numbers: order };
    this.metric = metric;
  }

  nearest(Q: Matrix, k: number): Neighbors {
    const { rows, metric } = this;
    const neighbors = noNeighbors(Q.nRows, k);
    const offsets = new Float64Array(rows.d);
    for (let i = 0; i < Q.nRows; i++) {
      this.visit(0, 0, { q: Q.data, qAt: i * rows.d, i, last: (i + 1) * k - 1, offsets, neighbors });
    }
    for (let at = 0; at < neighbors.distances.length; at++) {
      neighbors.distances[at] = metric.root(neighbors.distances[at]);
    }
    return neighbors;
  }

  /** @param bound at most the distance (as a sum of terms) from the query to any row of the node. */
  private visit(node: number, bound: number, query: Query): void {
    const { feature, low, high, start, end, right } = this.nodes;
    const j = feature[node];
    if (j === LEAF) {
      const { q, qAt, neighbors, i } = query;
      this.metric.scan(this.rows, start[node], end[node], q, qAt, neighbors, i);
      return;
    }
    const x = query.q[query.qAt + j];
    const toLeft = Math.max(query.offsets[j], x - low[node]);
    const toRight = Math.max(query.offsets[j], high[node] - x);
    if (toLeft <= toRight) {
      this.visitChild(node + 1, j, toLeft, bound, query);
      this.visitChild(right[node], j, toRight, bound, query);
    } else {
      this.visitChild(right[node], j, toRight, bound, query);
      this.visitChild(node + 1, j, toLeft, bound, query);
    }
  }

  /** @param offset how far the query is from the child's cell along feature j. */
  private visitChild(child: number, j: number, offset: number, bound: number, query: Query): void {
    const { offsets, neighbors, last } = query;
    const before = offsets[j];
    const childBound = bound - this.metric.term(before) + this.metric.term(offset);
    if (childBound * ROUNDING > neighbors.distances[last]) return;
    offsets[j] = offset;
    this.visit(child, childBound, query);
    offsets[j] = before;
  }
}

/** One query on its way through the tree. */
interface Query {
  readonly q: Float64Array;
  /** Where its features start in `q`. */
  readonly qAt: number;
  readonly i: number;
  /** The place of its last neighbour. */
  readonly last: number;
  /** How far it is from the node's cell along each feature, ≥ 0. */
  readonly offsets: Float64Array;
  readonly neighbors: Neighbors;
}
