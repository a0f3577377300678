import type { Neighbors } from "./neighbors.ts";

/**
 * The vote of each neighbour, n × k:
 *
 *     vᵢ = sᵢ uᵢ        uᵢ = 1 ("uniform"), or in proportion to 1 / Dᵢ ("distance")
 *
 * With "distance", training rows that equal the query vote alone.
 *
 * @param rowWeights sᵢ > 0 of every training row, or `null` for ones.
 */
export function neighborVotes(
  { k, distances, indices }: Neighbors,
  weights: "uniform" | "distance",
  rowWeights: Float64Array | null,
): Float64Array {
  const votes = new Float64Array(distances.length).fill(1);
  if (weights === "distance") {
    for (let first = 0; first < votes.length; first += k) {
      for (let at = first; at < first + k; at++) votes[at] = inverse(distances[at], distances[first]);
    }
  }
  if (rowWeights !== null) {
    for (let at = 0; at < votes.length; at++) votes[at] *= rowWeights[indices[at]];
  }
  return votes;
}

/** 1 / D up to a factor, D₁ of the nearest: so it is never infinite. */
function inverse(distance: number, nearest: number): number {
  return distance === nearest ? 1 : nearest / distance;
}

/** Makes the numbers from…to−1 sum to 1. */
export function divideBySum(values: Float64Array, from: number, to: number): void {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at];
  for (let at = from; at < to; at++) values[at] /= sum;
}
