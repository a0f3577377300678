import { columnMoments } from "../preprocessing/moments.ts";
import { consecutive } from "../random/sampling.ts";
import { takeColumns, type Matrix } from "../tensor/matrix.ts";
import type { Neighbors, NeighborSearch } from "./neighbors.ts";

/**
 * A search over the same rows with their features in descending order of variance: a row that is too far away is found
 * out after fewer terms of its distance.
 */
export class WidestFirst implements NeighborSearch {
  private readonly columns: Int32Array;
  private readonly search: NeighborSearch;

  constructor(X: Matrix, createSearch: (X: Matrix) => NeighborSearch) {
    const { m2 } = columnMoments(X);
    this.columns = consecutive(X.nColumns).sort((a, b) => m2[b] - m2[a] || a - b);
    this.search = createSearch(takeColumns(X, this.columns));
  }

  nearest(Q: Matrix, k: number): Neighbors {
    return this.search.nearest(takeColumns(Q, this.columns), k);
  }
}
