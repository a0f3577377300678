import {
  choleskyFactor,
  choleskySolve,
  columnMajor,
  dotOf,
  minimumNorm,
  orthogonaliseColumns,
  packedIndex,
  traceOfInverse,
  type Columns,
  type Scatter,
} from "../linear-algebra/index.ts";

/** G = XᵀX + α I scaled to ones on its diagonal, R = D G D, and the right side D Xᵀy. */
interface ScaledEquations {
  readonly d: number;
  /** d × d, symmetric. */
  readonly R: Float64Array;
  readonly right: Float64Array;
  /** Dⱼ = 1 / √Gⱼⱼ; 0 for a column of zeros, whose coefficient is 0. */
  readonly scale: Float64Array;
}

/**
 * Σ 1/λᵢ of R up to which the normal equations are solved by Cholesky: the coefficients then keep ten digits or more.
 * For α = 0 it is the sum of the variance inflation factors.
 */
const WORST_CONDITION = 1e6;

/** An eigenvalue of R below d times this share of the greatest is taken for 0: it is what rounding leaves of one. */
const RANK_TOLERANCE = 2 ** -42;

/**
 * The coefficients from the statistics alone: (XᵀX + α I) w = Xᵀy by Cholesky.
 *
 * @param scatter of the rows (x, y). @param alpha α ≥ 0.
 * @returns d coefficients, or `null` when the columns are so nearly dependent that digits would be lost.
 */
export function solveNormalEquations(scatter: Scatter, alpha: number): Float64Array | null {
  const { d, R, right, scale } = scaledEquations(scatter, alpha);
  for (let j = 0; j < d; j++) if (scale[j] === 0) R[j * d + j] = 1;
  if (!choleskyFactor(R, d) || traceOfInverse(R, d) > WORST_CONDITION + d) return null;
  return choleskySolve(R, d, right).map((z, j) => z * scale[j]);
}

/**
 * The coefficients from the statistics alone, where columns are dependent (or nearly so): the solution of least norm.
 *
 * R = V Λ Vᵀ shows the dependence, whatever the units of the columns. Any solution plus D V₀ a, where V₀ belongs to
 * λ ≈ 0, is one too; of these the shortest has nothing of D V₀ in it. It keeps half the digits that `minimumNorm` keeps
 * on the rows themselves: what lies below √ε in X lies below ε in XᵀX.
 */
export function solveSingular(scatter: Scatter, alpha: number): Float64Array {
  const { d, R, right, scale } = scaledEquations(scatter, alpha);
  // For a symmetric positive semi-definite matrix the singular values are the eigenvalues.
  const { W, V } = orthogonaliseColumns(columnMajor(d, d, R));
  const eigenvalues = Float64Array.from({ length: d }, (_, i) =>
    Math.sqrt(dotOf(W.data, i * d, W.data, i * d, d)),
  );
  const smallest = d * RANK_TOLERANCE * eigenvalues.reduce((most, value) => Math.max(most, value), 0);
  const w = new Float64Array(d);
  const free: number[] = [];
  eigenvalues.forEach((lambda, i) => {
    if (lambda <= smallest) free.push(i);
    else addScaled(w, dotOf(V.data, i * d, right, 0, d) / lambda, V.data, i * d, scale);
  });
  return free.length === 0 ? w : withoutPart(w, scaledColumns(V, free, scale));
}

function scaledEquations({ mean, scatter }: Scatter, alpha: number): ScaledEquations {
  const d = mean.length - 1;
  const scale = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    const diagonal = scatter[packedIndex(j, j)] + alpha;
    scale[j] = diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
  }
  const R = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) {
      const element = (scatter[packedIndex(j, k)] + (j === k ? alpha : 0)) * scale[j] * scale[k];
      R[j * d + k] = element;
      R[k * d + j] = element;
    }
  }
  const right = scale.map((factor, j) => factor * scatter[packedIndex(d, j)]);
  return { d, R, right, scale };
}

/** wⱼ += a Dⱼ vⱼ. */
function addScaled(w: Float64Array, a: number, v: Float64Array, at: number, scale: Float64Array): void {
  for (let j = 0; j < w.length; j++) w[j] += a * scale[j] * v[at + j];
}

function scaledColumns(V: Columns, columns: readonly number[], scale: Float64Array): Columns {
  const d = V.nRows;
  const N = columnMajor(d, columns.length);
  columns.forEach((i, to) => {
    for (let j = 0; j < d; j++) N.data[to * d + j] = scale[j] * V.data[i * d + j];
  });
  return N;
}

/** w − N a with the a that makes it shortest. */
function withoutPart(w: Float64Array, N: Columns): Float64Array {
  const d = w.length;
  const a = minimumNorm(columnMajor(d, N.nColumns, N.data.slice()), w.slice(), 0);
  const rest = w.slice();
  a.forEach((share, i) => {
    for (let j = 0; j < d; j++) rest[j] -= share * N.data[i * d + j];
  });
  return rest;
}
