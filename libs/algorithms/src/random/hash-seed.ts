/** Stands between two names, so that ("ab", "c") ≠ ("a", "bc"). U+FFFF is a noncharacter: no proper text contains it. */
const SEPARATOR = 0xffff;

/**
 * Derives the seed of one random stream from the seed of the run and the names of whoever uses the stream,
 * e.g. `hashSeed(seed, workerName, round)`: streams of different names are unrelated, equal names repeat.
 *
 * FNV-1a over the UTF-16 code units (Fowler, Noll & Vo, 1991), then the finaliser of MurmurHash3 (Appleby, 2011),
 * which spreads the difference of the last names over all 32 bits. Names are compared as text: 1 and "1" are equal.
 *
 * @param seed any number.
 * @returns an integer 0…2³²−1.
 */
export function hashSeed(seed: number, ...names: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const name of [seed, ...names]) hash = absorb(hash, String(name));
  return finalise(hash);
}

function absorb(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) hash = absorbUnit(hash, text.charCodeAt(i));
  return absorbUnit(hash, SEPARATOR);
}

/** FNV-1a takes bytes: the low one of a code unit first, then the high one. */
function absorbUnit(hash: number, unit: number): number {
  const FNV_PRIME = 0x01000193;
  const low = Math.imul(hash ^ (unit & 0xff), FNV_PRIME);
  return Math.imul(low ^ (unit >>> 8), FNV_PRIME);
}

function finalise(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
