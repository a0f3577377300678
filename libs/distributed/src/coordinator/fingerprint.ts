import type { Floats } from "@chimera/algorithms";

const START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A hash of 32 bits over all words, in order. A step is a bijection of the hash (FNV-1a's, with a shift that carries
 * high bits down), so one changed word always shows.
 *
 * @param hash of what came before. Default: nothing did.
 */
export function fingerprintOf({ buffer, byteOffset, byteLength }: Floats, hash = START): number {
  const words = new Int32Array(buffer, byteOffset, byteLength / 4);
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words[at], FNV_PRIME);
    hash ^= hash >>> 15;
  }
  return hash;
}
