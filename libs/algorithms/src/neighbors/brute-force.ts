import { consecutive } from "../random/sampling.ts";
import type { Matrix } from "../tensor/matrix.ts";
import type { Metric, SearchRows } from "./metrics.ts";
import { noNeighbors, type Neighbors, type NeighborSearch } from "./neighbors.ts";

/** Training rows that are compared with one query after another while they stay in the first-level cache. */
const BLOCK_BYTES = 16_384;

/**
 * Compares every query with every training row, by their differences. (The form |x|² + |q|² − 2 x·q needs fewer
 * operations, but loses the digits of near neighbours, and knows each distance only at its end; here most rows are left
 * after a few features, because they are farther than the neighbours found so far.)
 */
export class BruteForce implements NeighborSearch {
  private readonly rows: SearchRows;
  private readonly metric: Metric;

  constructor(X: Matrix, metric: Metric) {
    this.rows = { x: X.data, d: X.nColumns, numbers: consecutive(X.nRows) };
    this.metric = metric;
  }

  nearest(Q: Matrix, k: number): Neighbors {
    const { rows, metric } = this;
    const nRows = rows.numbers.length;
    const blockSize = Math.max(1, Math.floor(BLOCK_BYTES / 8 / rows.d));
    const neighbors = noNeighbors(Q.nRows, k);
    for (let from = 0; from < nRows; from += blockSize) {
      const to = Math.min(from + blockSize, nRows);
      for (let i = 0; i < Q.nRows; i++) metric.scan(rows, from, to, Q.data, i * rows.d, neighbors, i);
    }
    for (let at = 0; at < neighbors.distances.length; at++) {
      neighbors.distances[at] = metric.root(neighbors.distances[at]);
    }
    return neighbors;
  }
}
