const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

/**
 * XXH32 with seed 0 (Collet, "xxHash fast digest algorithm"), over whole 32-bit words: a checksum against damage, not
 * against malice, at several GB/s. Every step is a bijection of its lane, so a change within one word is always seen.
 *
 * @param words the bytes as little-endian words.
 * @returns an integer 0…2³²−1.
 */
export function xxh32(words: Int32Array): number {
  let h = words.length >= 4 ? mixLanes(words) : P5;
  h = (h + words.length * 4) | 0;
  for (let i = words.length & ~3; i < words.length; i++) {
    h = Math.imul(rotate((h + Math.imul(words[i], P3)) | 0, 17), P4);
  }
  h = Math.imul(h ^ (h >>> 15), P2);
  h = Math.imul(h ^ (h >>> 13), P3);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Four independent lanes, so that the processor works on all of them at once. */
function mixLanes(words: Int32Array): number {
  let a = (P1 + P2) | 0;
  let b = P2 | 0;
  let c = 0;
  let d = -P1 | 0;
  for (let i = 0; i + 4 <= words.length; i += 4) {
    a = mixWord(a, words[i]);
    b = mixWord(b, words[i + 1]);
    c = mixWord(c, words[i + 2]);
    d = mixWord(d, words[i + 3]);
  }
  return (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
}

function mixWord(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, P2)) | 0, 13), P1);
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
