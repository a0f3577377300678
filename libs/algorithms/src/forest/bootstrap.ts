import { ParameterError } from "../errors.ts";
import type { Random } from "../random/random.ts";

/**
 * How many rows a sample draws.
 *
 * @param n the rows that can be drawn.
 * @throws ParameterError when more are asked for than there are.
 */
export function sampleSize(maxSamples: number | null, n: number): number {
  if (maxSamples === null) return n;
  if (maxSamples > n)
    throw new ParameterError("maxSamples", `be at most ${n}, the rows that weigh`, maxSamples);
  return maxSamples < 1 ? Math.max(1, Math.round(maxSamples * n)) : maxSamples;
}

/**
 * Draws rows with replacement (Efron, 1979).
 *
 * @param rows that can be drawn, indices below nRows.
 * @returns nRows counts: how often each was drawn.
 */
export function drawCounts(rows: Int32Array, size: number, nRows: number, random: Random): Float64Array {
  const counts = new Float64Array(nRows);
  for (let draw = 0; draw < size; draw++) counts[rows[random.integer(rows.length)]]++;
  return counts;
}
