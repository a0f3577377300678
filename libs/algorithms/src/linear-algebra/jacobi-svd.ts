import { columnMajor, dotOf, type Columns } from "./columns.ts";

/** A V = W, where the columns of W are orthogonal to each other: wᵢ = σᵢ uᵢ of the singular value decomposition. */
export interface OrthogonalColumns {
  readonly W: Columns;
  /** n × n, orthogonal. */
  readonly V: Columns;
}

/** Sweeps over all pairs of columns. Convergence is quadratic: below ten are usual. */
const MOST_SWEEPS = 60;

/**
 * The singular value decomposition by one-sided Jacobi rotations (Hestenes, 1958; Golub & Van Loan, §8.6.3): pairs of
 * columns are rotated until all of them are orthogonal. Small singular values keep their digits too. The columns are
 * in no order.
 *
 * @param A m × n; overwritten by W.
 */
export function orthogonaliseColumns(A: Columns): OrthogonalColumns {
  const { nColumns: n, data } = A;
  const V = columnMajor(n, n);
  for (let j = 0; j < n; j++) V.data[j * n + j] = 1;
  // What is shorter than this is rounding: its direction means nothing, and turning it would never end.
  const negligible = Number.EPSILON ** 2 * dotOf(data, 0, data, 0, data.length);
  let isRotating = true;
  for (let sweep = 0; sweep < MOST_SWEEPS && isRotating; sweep++) {
    isRotating = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) if (orthogonalise(A, V, p, q, negligible)) isRotating = true;
    }
  }
  return { W: A, V };
}

/** Rotates columns p and q so that they are orthogonal. @returns whether they were not yet. */
function orthogonalise(A: Columns, V: Columns, p: number, q: number, negligible: number): boolean {
  const { nRows: m, data } = A;
  const a = dotOf(data, p * m, data, p * m, m);
  const b = dotOf(data, q * m, data, q * m, m);
  const c = dotOf(data, p * m, data, q * m, m);
  const isDone = Math.abs(c) <= Number.EPSILON * m * Math.sqrt(a * b);
  if (isDone || a <= negligible || b <= negligible) return false;
  // The smaller angle θ with cot 2θ = (b − a) / 2c.
  const zeta = (b - a) / (2 * c);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, t);
  rotate(data, m, p, q, cosine, t * cosine);
  rotate(V.data, V.nRows, p, q, cosine, t * cosine);
  return true;
}

function rotate(data: Float64Array, m: number, p: number, q: number, cosine: number, sine: number): void {
  for (let i = 0, at = p * m, to = q * m; i < m; i++, at++, to++) {
    const x = data[at];
    data[at] = cosine * x - sine * data[to];
    data[to] = sine * x + cosine * data[to];
  }
}
