import type { Matrix } from "../tensor/matrix.ts";

/** The k nearest training rows of each of n rows, nearest first; of equal distances the lower row first. */
export interface Neighbors {
  readonly k: number;
  /** n × k. */
  readonly distances: Float64Array;
  /** n × k numbers of training rows. */
  readonly indices: Int32Array;
}

export interface NeighborSearch {
  /** @param Q n × d. @param k from 1 to the number of training rows. */
  nearest(Q: Matrix, k: number): Neighbors;
}

/** Neighbours of which none is known yet: each place can be taken by any row. */
export function noNeighbors(n: number, k: number): Neighbors {
  return {
    k,
    distances: new Float64Array(n * k).fill(Infinity),
    indices: new Int32Array(n * k).fill(NOBODY),
  };
}

/** Comes after every row, so that a row of infinite distance still takes a free place. */
const NOBODY = 0x7fffffff;

/**
 * Puts a row among the neighbours of query i, if it is nearer than the last of them.
 *
 * @returns the distance of the last one now: what is farther need not come.
 */
export function insertNeighbor(
  { k, distances, indices }: Neighbors,
  i: number,
  distance: number,
  row: number,
): number {
  const first = i * k;
  const last = first + k - 1;
  if (isBefore(distance, row, distances[last], indices[last])) {
    let at = last;
    for (; at > first && isBefore(distance, row, distances[at - 1], indices[at - 1]); at--) {
      distances[at] = distances[at - 1];
      indices[at] = indices[at - 1];
    }
    distances[at] = distance;
    indices[at] = row;
  }
  return distances[last];
}

function isBefore(distance: number, row: number, otherDistance: number, otherRow: number): boolean {
  return distance < otherDistance || (distance === otherDistance && row < otherRow);
}
