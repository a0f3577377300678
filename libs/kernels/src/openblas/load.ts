import {
  checkAxpy,
  checkDot,
  checkGemm,
  checkGemv,
  type Floats,
  type Kernels,
  type Product,
  type Strided,
} from "@chimera/algorithms";
import { openOpenBlas, PLAIN, ROW_MAJOR, TRANSPOSED, type Cblas, type OpenBlasLibrary } from "./library.ts";

/**
 * The products of OpenBLAS, in one thread: with several, its sums are others for each number of them. What a BLAS does not have is of the
 * kernels beneath, among them the memory.
 *
 * @throws NoOpenBlasError
 */
export function loadOpenBlasKernels(beneath: Kernels): Kernels {
  const library = openOpenBlas();
  return {
    ...beneath,
    name: `openblas-${library.core.toLowerCase()}`,
    dot(x, y) {
      checkDot(x, y);
      return cblasOf(library, x).dot(x.length, x, 1, y, 1);
    },
    axpy(a, x, y) {
      checkAxpy(x, y);
      if (a !== 0) cblasOf(library, x).axpy(x.length, a, x, 1, y, 1);
    },
    gemv(alpha, A, x, beta, y) {
      checkGemv(A, x, y, false);
      multiplyVector(cblasOf(library, x), PLAIN, alpha, A, x, beta, y);
    },
    gemvTransposed(alpha, A, x, beta, y) {
      checkGemv(A, x, y, true);
      multiplyVector(cblasOf(library, x), TRANSPOSED, alpha, A, x, beta, y);
    },
    gemm: (product) => multiply(library, product),
  };
}

function cblasOf({ float64, float32 }: OpenBlasLibrary, operand: Floats): Cblas {
  return operand instanceof Float64Array ? float64 : float32;
}

function multiplyVector(
  cblas: Cblas,
  transpose: number,
  alpha: number,
  A: Strided,
  x: Floats,
  beta: number,
  y: Floats,
): void {
  const { nRows: m, nColumns: n } = A;
  // BLAS returns at once when A has no elements, and leaves y as it is.
  if (m === 0 || n === 0 || alpha === 0) return scale(y, 0, y.length, beta);
  // With β = 0 not every core keeps from reading y.
  if (beta === 0) y.fill(0);
  cblas.gemv(ROW_MAJOR, transpose, m, n, alpha, from(A), lead(A), x, 1, beta, y, 1);
}

function multiply(library: OpenBlasLibrary, product: Product): void {
  checkGemm(product);
  const { alpha, A, transposeA, B, transposeB, beta, C } = product;
  const { nRows: m, nColumns: n } = C;
  const k = transposeA ? A.nRows : A.nColumns;
  if (m === 0 || n === 0) return;
  if (k === 0 || alpha === 0) {
    for (let i = 0; i < m; i++) scale(C.data, C.offset + i * C.stride, C.offset + i * C.stride + n, beta);
    return;
  }
  const [ta, tb] = [transposeA, transposeB].map((isTransposed) => (isTransposed ? TRANSPOSED : PLAIN));
  const { gemm } = cblasOf(library, C.data);
  gemm(ROW_MAJOR, ta, tb, m, n, k, alpha, from(A), lead(A), from(B), lead(B), beta, from(C), lead(C));
}

/** The matrix's elements from its first on. */
function from({ data, offset }: Strided): Floats {
  return offset === 0 ? data : data.subarray(offset);
}

/** BLAS wants a leading dimension of at least 1 and at least the number of columns. */
function lead({ stride, nColumns }: Strided): number {
  return Math.max(1, stride, nColumns);
}

function scale(y: Floats, start: number, end: number, beta: number): void {
  if (beta === 0) y.fill(0, start, end);
  else if (beta !== 1) for (let i = start; i < end; i++) y[i] *= beta;
}
