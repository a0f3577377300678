import { columnMajor, dotOf, type Columns } from "./columns.ts";
import { applyQ, applyQTransposed, qrFactor } from "./householder-qr.ts";
import { orthogonaliseColumns } from "./jacobi-svd.ts";

/**
 * The x that minimises ‖A x − b‖² + α ‖x‖²; of several (α = 0 and dependent columns) the one of least norm:
 *
 *     x = Σᵢ vᵢ σᵢ (uᵢᵀb) / (σᵢ² + α)        over the singular values σᵢ > max(m, n) ε σ_max
 *
 * A is first reduced to a square matrix by a QR factorisation (of Aᵀ where A is wide), whose singular values one-sided
 * Jacobi finds. It is slower than the normal equations AᵀA x = Aᵀb, but errors grow with the condition number of A, not
 * with its square.
 *
 * @param A m × n. Overwritten, as is b.
 * @param alpha α ≥ 0.
 * @returns n numbers.
 */
export function minimumNorm(A: Columns, b: Float64Array, alpha: number): Float64Array {
  const { nRows: m, nColumns: n } = A;
  const tolerance = Math.max(m, n) * Number.EPSILON;
  if (m >= n) {
    const factors = qrFactor(A);
    applyQTransposed(factors, b);
    return pseudoSolve(upperTriangle(A, factors.diagonal), b, alpha, tolerance);
  }
  // A = Rᵀ Qᵀ: the part of x outside the span of Q would only lengthen it, so x = Q z with Rᵀ z ≈ b.
  const factors = qrFactor(transposed(A));
  const z = pseudoSolve(transposed(upperTriangle(factors.reflectors, factors.diagonal)), b, alpha, tolerance);
  const x = new Float64Array(n);
  x.set(z);
  applyQ(factors, x);
  return x;
}

/** Σᵢ vᵢ (wᵢᵀb) / (σᵢ² + α), where wᵢ = σᵢ uᵢ. @param A m × n, overwritten. */
function pseudoSolve(A: Columns, b: Float64Array, alpha: number, tolerance: number): Float64Array {
  const { W, V } = orthogonaliseColumns(A);
  const { nRows: m, nColumns: n } = W;
  const squares = Float64Array.from({ length: n }, (_, i) => dotOf(W.data, i * m, W.data, i * m, m));
  const smallest = tolerance ** 2 * squares.reduce((most, square) => Math.max(most, square), 0);
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (squares[i] <= smallest) continue;
    const share = dotOf(W.data, i * m, b, 0, m) / (squares[i] + alpha);
    for (let j = 0; j < n; j++) x[j] += share * V.data[i * n + j];
  }
  return x;
}

function upperTriangle({ nRows: m, nColumns: n, data }: Columns, diagonal: Float64Array): Columns {
  const R = columnMajor(n, n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) R.data[j * n + i] = data[j * m + i];
    R.data[j * n + j] = diagonal[j];
  }
  return R;
}

function transposed({ nRows: m, nColumns: n, data }: Columns): Columns {
  const T = columnMajor(n, m);
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) T.data[i * n + j] = data[j * m + i];
  return T;
}
