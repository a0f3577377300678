/**
 * The factor L of a symmetric positive definite matrix A = L Lᵀ (Golub & Van Loan, "Matrix Computations", 4th ed., §4.2):
 *
 *     Lⱼⱼ = √(Aⱼⱼ − Σₖ Lⱼₖ²)        Lᵢⱼ = (Aᵢⱼ − Σₖ Lᵢₖ Lⱼₖ) / Lⱼⱼ,  i > j,  k < j
 *
 * @param A n × n, row after row; its lower triangle is read, and overwritten by L.
 * @returns false when A is not positive definite to working precision; A is then of no more use.
 */
export function choleskyFactor(A: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) {
      let sum = A[row + j];
      for (let k = 0; k < j; k++) sum -= A[row + k] * A[j * n + k];
      A[row + j] = sum / A[j * n + j];
    }
    let pivot = A[row + i];
    for (let k = 0; k < i; k++) pivot -= A[row + k] * A[row + k];
    if (!(pivot > 0)) return false;
    A[row + i] = Math.sqrt(pivot);
  }
  return true;
}

/** Solves L Lᵀ x = b in place: L z = b, then Lᵀ x = z. @param b length n, receives x. */
export function choleskySolve(L: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= L[i * n + k] * b[k];
    b[i] = sum / L[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < n; k++) sum -= L[k * n + i] * b[k];
    b[i] = sum / L[i * n + i];
  }
  return b;
}

/**
 * The trace of A⁻¹ = L⁻ᵀ L⁻¹, which is ‖L⁻¹‖² in the Frobenius norm. It lies between 1/λ_min and n/λ_min, so it tells
 * how badly A is conditioned; for a correlation matrix it is the sum of the variance inflation factors.
 */
export function traceOfInverse(L: Float64Array, n: number): number {
  const column = new Float64Array(n);
  let trace = 0;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= L[i * n + k] * column[k];
      column[i] = sum / L[i * n + i];
      trace += column[i] * column[i];
    }
  }
  return trace;
}
