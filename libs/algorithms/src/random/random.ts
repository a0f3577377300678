/** A stream of pseudo-random numbers; the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1), with 53 random bits. */
  next(): number;
  /** Uniform in 0…n−1, for an integer 1 ≤ n ≤ 2³¹ (the bias towards some values is below n / 2³²). */
  integer(n: number): number;
  /** Normal with mean 0 and variance 1. */
  normal(): number;
}

/**
 * The generator sfc32 (Doty-Humphrey, "Small Fast Counting", PractRand 0.94): 128 bits of state, a period of at
 * least 2³², passes PractRand and BigCrush. Not for cryptography.
 *
 * @param seed an integer; its low 32 bits count. Use `hashSeed` to derive unrelated streams.
 */
export function createRandom(seed: number): Random {
  const draw = sfc32(seed);
  const next = () => ((draw() >>> 5) * 2 ** 26 + (draw() >>> 6)) / 2 ** 53;
  return {
    next,
    integer: (n) => Math.floor((draw() / 2 ** 32) * n),
    // Box & Muller (1958); 1 − u lies in (0, 1], so that the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** @returns a function that draws uniform integers 0…2³²−1. */
function sfc32(seed: number): () => number {
  let a = 0;
  let b = seed | 0;
  let c = 0;
  let counter = 1;
  const draw = () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  // The published seeding: run until every bit of the state depends on the seed.
  for (let i = 0; i < 12; i++) draw();
  return draw;
}
