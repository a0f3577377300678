const P1 = 0x9e3779b1 | 0;
const P2 = 0x85ebca77 | 0;
const P3 = 0xc2b2ae3d | 0;
const P4 = 0x27d4eb2f | 0;
const P5 = 0x165667b1 | 0;

/**
 * XXH32 with seed 0 (Collet, "xxHash fast digest algorithm"), over whole 32-bit words: a checksum against damage, not
 * against malice, at several GB/s. Every step is a bijection of its lane, so a change within one word is always seen.
 *
 * @param words the bytes as little-endian words.
 * @returns an integer 0…2³²−1.
 */
export function xxh32(words: Int32Array): number {
  const inLanes = words.length & ~3;
  let h = inLanes > 0 ? mixLanes(words, inLanes) : P5;
  h = (h + words.length * 4) | 0;
  for (let i = inLanes; i < words.length; i++) {
    h = Math.imul(rotate((h + Math.imul(words[i], P3)) | 0, 17), P4);
  }
  h = Math.imul(h ^ (h >>> 15), P2);
  h = Math.imul(h ^ (h >>> 13), P3);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Four independent lanes, so that the processor works on all of them at once. The rotation by 13 is written out:
 * as a function it makes the loop three times slower.
 */
function mixLanes(words: Int32Array, end: number): number {
  let a = (P1 + P2) | 0;
  let b = P2;
  let c = 0;
  let d = -P1 | 0;
  for (let i = 0; i < end; i += 4) {
    a = (a + Math.imul(words[i], P2)) | 0;
    a = Math.imul((a << 13) | (a >>> 19), P1);
    b = (b + Math.imul(words[i + 1], P2)) | 0;
    b = Math.imul((b << 13) | (b >>> 19), P1);
    c = (c + Math.imul(words[i + 2], P2)) | 0;
    c = Math.imul((c << 13) | (c >>> 19), P1);
    d = (d + Math.imul(words[i + 3], P2)) | 0;
    d = Math.imul((d << 13) | (d >>> 19), P1);
  }
  return (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
