import type { Matrix } from "../tensor/matrix.ts";
import { checkIntegerAtLeast } from "../validation/parameters.ts";
import type { Neighbors, NeighborSearch } from "./neighbors.ts";
import type { TrainingRows } from "./training-rows.ts";

/** The nearest rows of every row of Q: `nNeighbors`, or all when there are fewer. @throws ParameterError */
export function nearestRows(
  search: NeighborSearch,
  { X }: TrainingRows,
  Q: Matrix,
  nNeighbors: number,
): Neighbors {
  checkIntegerAtLeast(1, "nNeighbors", nNeighbors);
  return search.nearest(Q, Math.min(nNeighbors, X.nRows));
}
