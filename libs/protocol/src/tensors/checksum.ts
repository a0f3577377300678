/**
 * A checksum against damage, not against malice: FNV-1a (Fowler, Noll & Vo) over 32-bit words instead of bytes, in eight
 * lanes that take turns, so that a processor multiplies for one while it waits for another:
 *
 *     lane ← (lane xor word) · 16777619 mod 2³²
 *
 * Each step is a bijection of its lane, so a change within one word is always seen; the position of a word decides its lane
 * and how often it is multiplied. At the end the lanes, and the length, go through the same step, and XXH32's last mix
 * spreads them over all bits. About 5 GB/s from memory, where XXH32 itself takes twice as long in JavaScript.
 */
export class Checksum {
  readonly #lanes = Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  #nWords = 0;

  /** @param words bytes as little-endian words, behind those that were added before. */
  add(words: Int32Array): void {
    const lanes = this.#lanes;
    const atLane = this.#nWords & 7;
    // Up to the first lane's turn, then in whole turns, then what is left.
    const first = atLane === 0 ? 0 : Math.min(words.length, 8 - atLane);
    const whole = first + ((words.length - first) & ~7);
    for (let i = 0; i < first; i++) lanes[atLane + i] = step(lanes[atLane + i], words[i]);
    mixLanes(lanes, words, first, whole);
    for (let i = whole; i < words.length; i++) lanes[i - whole] = step(lanes[i - whole], words[i]);
    this.#nWords += words.length;
  }

  /** Of all words so far: an integer 0…2³²−1. */
  get value(): number {
    return avalanche(this.#lanes.reduce(step, this.#nWords));
  }
}

/** The same of words that are there at once. */
export function checksum(words: Int32Array): number {
  const all = new Checksum();
  all.add(words);
  return all.value;
}

// 16777619 as a numeral: a bundler may make a variable of a constant.
function step(lane: number, word: number): number {
  return Math.imul(lane ^ word, 0x01000193);
}

/** Whole turns: `to − from` is a multiple of 8. */
function mixLanes(lanes: Int32Array, words: Int32Array, from: number, to: number): void {
  let [a, b, c, d, e, f, g, h] = lanes;
  for (let i = from; i < to; i += 8) {
    a = Math.imul(a ^ words[i], 0x01000193);
    b = Math.imul(b ^ words[i + 1], 0x01000193);
    c = Math.imul(c ^ words[i + 2], 0x01000193);
    d = Math.imul(d ^ words[i + 3], 0x01000193);
    e = Math.imul(e ^ words[i + 4], 0x01000193);
    f = Math.imul(f ^ words[i + 5], 0x01000193);
    g = Math.imul(g ^ words[i + 6], 0x01000193);
    h = Math.imul(h ^ words[i + 7], 0x01000193);
  }
  lanes.set([a, b, c, d, e, f, g, h]);
}

function avalanche(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae3d);
  return (h ^ (h >>> 16)) >>> 0;
}
