import { consecutive, createRandom, hashSeed, sampleWithoutReplacement } from "@chimera/algorithms";

/** Which rows of a shard are trained on and which are held out, each in the shard's order. */
export interface HoldOut {
  training: Int32Array;
  validation: Int32Array;
}

/**
 * Draws the rows that a worker holds out, the same in every fit with the same seed: of n rows
 *
 *     min(max(round(f n), 1), n − 1)
 *
 * so at least one, never all; of a single row none.
 *
 * @param fraction f, between 0 and 1.
 */
export function holdOut(n: number, fraction: number, seed: number, worker: string): HoldOut {
  const size = Math.max(0, Math.min(Math.max(Math.round(fraction * n), 1), n - 1));
  const random = createRandom(hashSeed(seed, worker));
  const validation = sampleWithoutReplacement(n, size, random).sort();
  const held = new Set(validation);
  return { training: consecutive(n).filter((row) => !held.has(row)), validation };
}
