import { dotOf, type Columns } from "./columns.ts";

/** A = Q R, where Q is a product of reflections H = I − 2 v vᵀ / vᵀv. */
export interface QrFactors {
  /** m × n, m ≥ n. Column j holds Rᵢⱼ above the diagonal, and the vector v of reflection j on and below it. */
  readonly reflectors: Columns;
  /** Rⱼⱼ. */
  readonly diagonal: Float64Array;
}

/**
 * The QR factorisation by Householder's reflections (Golub & Van Loan, "Matrix Computations", 4th ed., §5.2), which loses
 * no digits where the columns of A are nearly dependent.
 *
 * @param A m × n with m ≥ n; overwritten.
 */
export function qrFactor(A: Columns): QrFactors {
  const { nRows: m, nColumns: n, data } = A;
  const factors = { reflectors: A, diagonal: new Float64Array(n) };
  for (let j = 0; j < n; j++) {
    const at = j * m + j;
    const norm = Math.sqrt(dotOf(data, at, data, at, m - j));
    // The sign that adds to the first element: nothing cancels in v = a + sign(a₁) ‖a‖ e₁.
    factors.diagonal[j] = data[at] > 0 ? -norm : norm;
    data[at] -= factors.diagonal[j];
    for (let k = j + 1; k < n; k++) reflect(factors, j, data, k * m);
  }
  return factors;
}

/** b ← b − 2 v (vᵀb) / vᵀv for reflection j, where vᵀv = −2 Rⱼⱼ v₁; b starts at `start` in `values`. */
function reflect({ reflectors, diagonal }: QrFactors, j: number, values: Float64Array, start: number): void {
  const { nRows: m, data: v } = reflectors;
  const at = j * m + j;
  if (diagonal[j] === 0) return;
  const scale = dotOf(v, at, values, start + j, m - j) / (diagonal[j] * v[at]);
  for (let i = 0; i < m - j; i++) values[start + j + i] += scale * v[at + i];
}

/** b ← Qᵀ b, for a vector of m elements. */
export function applyQTransposed(factors: QrFactors, b: Float64Array): void {
  for (let j = 0; j < factors.diagonal.length; j++) reflect(factors, j, b, 0);
}

/** b ← Q b, for a vector of m elements. */
export function applyQ(factors: QrFactors, b: Float64Array): void {
  for (let j = factors.diagonal.length - 1; j >= 0; j--) reflect(factors, j, b, 0);
}
