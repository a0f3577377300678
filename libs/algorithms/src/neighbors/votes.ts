import type { Neighbors } from "./neighbors.ts";

/**
 * The share of each neighbour in the answer, n × k; the shares of a query sum to 1.
 *
 *     vᵢ = sᵢ uᵢ / Σ sₗ uₗ        uᵢ = 1 ("uniform") or 1 / Dᵢ ("distance")
 *
 * With "distance", training rows that equal the query answer alone.
 *
 * @param rowWeights sᵢ > 0 of every training row, or `null` for ones.
 */
export function sharesOf(
  { k, distances, indices }: Neighbors,
  weights: "uniform" | "distance",
  rowWeights: Float64Array | null,
): Float64Array {
  const shares = new Float64Array(distances.length);
  for (let first = 0; first < shares.length; first += k) {
    let sum = 0;
    for (let at = first; at < first + k; at++) {
      const u = weights === "uniform" ? 1 : inverse(distances[at], distances[first]);
      shares[at] = rowWeights === null ? u : u * rowWeights[indices[at]];
      sum += shares[at];
    }
    for (let at = first; at < first + k; at++) shares[at] /= sum;
  }
  return shares;
}

/** 1 / D up to a factor, D₁ of the nearest: so it is never infinite. */
function inverse(distance: number, nearest: number): number {
  return distance === nearest ? 1 : nearest / distance;
}
