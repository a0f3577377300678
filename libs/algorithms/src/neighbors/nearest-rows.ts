import { taskPool, type ParallelTask } from "../parallel/task-pool.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkIntegerAtLeast } from "../validation/parameters.ts";
import type { Neighbors, NeighborSearch } from "./neighbors.ts";
import { createSearch, type KNeighborsParameters } from "./parameters.ts";
import type { TrainingRows } from "./training-rows.ts";

/** Comparisons of a query with a row from which on another thread is worth its waking, and a search of its own. */
const LEAST_COMPARISONS = 2 ** 23;
/** Queries that are answered together. */
const BLOCK_QUERIES = 512;

interface Shared {
  /** The training rows, in which a thread prepares its own search. */
  readonly X: Matrix;
  readonly parameters: KNeighborsParameters;
  readonly k: number;
}

/** The searches that threads have prepared, for as long as the call lasts. */
const searches = new WeakMap<Shared, NeighborSearch>();

/** The neighbours of a block of queries. */
export const nearestOfBlock: ParallelTask<Shared, Matrix, Neighbors> = {
  name: "nearestOfBlock",
  run(shared, Q) {
    const search = searches.get(shared) ?? createSearch(shared.X, shared.parameters);
    searches.set(shared, search);
    return search.nearest(Q, shared.k);
  },
};

/** The nearest rows of every row of Q: `nNeighbors`, or all when there are fewer. @throws ParameterError */
export function nearestRows(
  search: NeighborSearch,
  { X }: TrainingRows,
  Q: Matrix,
  nNeighbors: number,
  parameters: KNeighborsParameters,
): Neighbors {
  checkIntegerAtLeast(1, "nNeighbors", nNeighbors);
  const k = Math.min(nNeighbors, X.nRows);
  if (taskPool().nThreads === 1 || X.nRows * Q.nRows < LEAST_COMPARISONS) return search.nearest(Q, k);
  const shared = { X, parameters, k };
  // The calling thread has one already.
  searches.set(shared, search);
  return joined(taskPool().map(nearestOfBlock, shared, blocksOf(Q)), k);
}

/** Copies, for only they can go to another thread without the rest. */
function blocksOf({ nRows, nColumns, data }: Matrix): Matrix[] {
  return Array.from({ length: Math.ceil(nRows / BLOCK_QUERIES) }, (_, b) => {
    const first = b * BLOCK_QUERIES;
    const end = Math.min(first + BLOCK_QUERIES, nRows);
    return matrix(end - first, nColumns, data.slice(first * nColumns, end * nColumns));
  });
}

function joined(blocks: readonly Neighbors[], k: number): Neighbors {
  const length = blocks.reduce((sum, { distances }) => sum + distances.length, 0);
  const all = { k, distances: new Float64Array(length), indices: new Int32Array(length) };
  let at = 0;
  for (const { distances, indices } of blocks) {
    all.distances.set(distances, at);
    all.indices.set(indices, at);
    at += distances.length;
  }
  return all;
}
