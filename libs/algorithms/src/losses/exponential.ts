/** Steps of an octave in the table: a power of 2. */
const STEPS = 64;
const LOG2_STEPS = 6;
/** Beyond, where e⁻ᵃ is below 1e-19, `Math.exp` does. */
const LARGEST = 44;

/** 2^(−j / 64), and 2^−k. */
const FRACTIONS = Float64Array.from({ length: STEPS }, (_, j) => 2 ** (-j / STEPS));
const POWERS = Float64Array.from({ length: STEPS }, (_, k) => 2 ** -k);

/** ln 2 / 64 in two parts: a multiple of 2⁻³⁸, whose products with m < 4096 are exact, and the rest (ln 2 is not a float64). */
const STEP = Math.LN2 / STEPS;
const STEP_HIGH = Math.floor(STEP * 2 ** 38) / 2 ** 38;
const REST_OF_LN2 = 2.3190468138462996e-17;
const STEP_LOW = STEP - STEP_HIGH + REST_OF_LN2 / STEPS;

/**
 * e⁻ᵃ for a ≥ 0, within 2 units of the last place (Tang, Table-Driven Implementation of the Exponential Function in IEEE
 * Floating-Point Arithmetic, 1989). With the multiple m of ln 2 / 64 nearest to a,
 *
 *     e⁻ᵃ = 2^(−m / 64) eʳ,   r = m ln 2 / 64 − a,   |r| < 0.0055,   eʳ ≈ 1 + r + r²/2 + r³/6 + r⁴/24 + r⁵/120
 *
 * Stochastic gradient descent waits for every exponential before the next row; this one takes about half the time of
 * `Math.exp`, which is a call out of the compiled loop.
 */
export function expOfMinus(a: number): number {
  if (!(a < LARGEST)) return Math.exp(-a);
  const m = Math.floor(a * (1 / STEP) + 0.5);
  const r = m * STEP_HIGH - a + m * STEP_LOW;
  const r2 = r * r;
  // The terms in pairs, which do not wait for each other.
  const power = 1 + r + r2 * (0.5 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120)));
  const i = m | 0;
  return FRACTIONS[i & (STEPS - 1)] * POWERS[i >> LOG2_STEPS] * power;
}
