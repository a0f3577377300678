/** Far above the relative error 2⁻⁵² of the second part of a quotient, far below what decides a rounding. */
const ERROR = 2 ** -48;

/**
 * The float64 nearest to (a · t + b) / d: a decimal number whose digits are too many for one float64.
 *
 * With the exact product a · t = p + e (Dekker, "A floating-point technique for extending the available precision", 1971):
 *
 *     w     = p + (e + b)                     exactly: |e + b| is an integer below 2⁵³
 *     q₁    = fl(p / d)
 *     q₂    = fl((p − q₁ d + (e + b)) / d)    p − q₁ d is exact, so that q₂ has a relative error of at most 2⁻⁵²
 *     w / d = q₁ + q₂ (1 + ε),  |ε| ≤ 2⁻⁵²
 *
 * When the sums for both ends of a wider interval of ε round to the same number, that is the result (Ziv, "Fast
 * evaluation of elementary mathematical functions with correctly rounded last bit", 1991).
 *
 * @param a an integer, 0 … 10⁹.
 * @param t a power of ten, 1 … 10⁹.
 * @param b an integer, 0 ≤ b < t.
 * @param d a power of ten, 1 … 10²².
 * @returns NaN where it cannot tell, for a quotient too near to the middle of two numbers.
 */
export function decimalQuotient(a: number, t: number, b: number, d: number): number {
  const p = a * t;
  const rest = errorOfProduct(a, t, p) + b;
  const q1 = p / d;
  const product = q1 * d;
  const q2 = (p - product - errorOfProduct(q1, d, product) + rest) / d;
  const quotient = q1 + q2 * (1 - ERROR);
  return quotient === q1 + q2 * (1 + ERROR) ? quotient : NaN;
}

/** x · y − product exactly, for `product` = fl(x · y), by cutting both factors into halves (Veltkamp). */
function errorOfProduct(x: number, y: number, product: number): number {
  const xHigh = upperHalf(x);
  const yHigh = upperHalf(y);
  const xLow = x - xHigh;
  const yLow = y - yHigh;
  return xHigh * yHigh - product + xHigh * yLow + xLow * yHigh + xLow * yLow;
}

/** The upper 26 bits of the significand, rounded. */
function upperHalf(x: number): number {
  const scaled = 134217729 * x;
  return scaled - (scaled - x);
}
