import type { PointwiseLoss } from "../losses/pointwise-loss.ts";
import type { ImageKernels } from "./image-kernels.ts";

/** What the products compute in: the type of all operands of a call. */
export type Floats = Float64Array | Float32Array;

/**
 * A row-major matrix that may be a part of a larger one: element (i, j) is `data[offset + i * stride + j]`. A view: it
 * owns nothing.
 */
export interface Strided<T extends Floats = Floats> {
  readonly data: T;
  /** Position of element (0, 0). */
  readonly offset: number;
  readonly nRows: number;
  readonly nColumns: number;
  /** From a row to the next, ≥ `nColumns`. */
  readonly stride: number;
}

/** C ← α op(A) op(B) + β C, where op(A) is m × k and op(B) is k × n. */
export interface Product<T extends Floats = Floats> {
  readonly alpha: number;
  readonly A: Strided<T>;
  /** Whether op(A) = Aᵀ. */
  readonly transposeA: boolean;
  readonly B: Strided<T>;
  /** Whether op(B) = Bᵀ. */
  readonly transposeB: boolean;
  /** With β = 0, C is only written. */
  readonly beta: number;
  /** m × n. */
  readonly C: Strided<T>;
}

/** Steps of stochastic gradient descent, one row after another. */
export interface SGDSweep {
  readonly loss: PointwiseLoss;
  /** Rows of `d` features, one behind the other. */
  readonly x: Float64Array;
  readonly d: number;
  /** The rows in the order they are taken: the sweep's are `size` of them from `start`. */
  readonly order: Int32Array;
  readonly start: number;
  readonly size: number;
  /** y, ηₜ and the weight s of each of the sweep's rows, in that order. */
  readonly targets: Float64Array;
  readonly rates: Float64Array;
  readonly factors: Float64Array;
  /** Strength λ ≥ 0 of ½ λ ‖w‖². */
  readonly l2: number;
  readonly fitIntercept: boolean;
  /** w (length d) and b (length 1), updated in place. */
  readonly w: Float64Array;
  readonly bias: Float64Array;
}

/** Adds rows to the histograms of all features. */
export interface HistogramSum {
  /** Bin c of feature j begins at `first[j] + c * width`. */
  readonly histogram: Float64Array;
  readonly first: Int32Array;
  readonly width: number;
  /** `codes[i * d + j]` is the bin of row i in feature j; d = `first.length`. */
  readonly codes: Uint8Array | Int32Array;
  /** The rows are `rows[start]` … `rows[end − 1]`. */
  readonly rows: Int32Array;
  readonly start: number;
  readonly end: number;
  /** Row i adds `weights[i]` to the number `slots[i]` (0…width−1) of its bin in every feature. */
  readonly slots: Int32Array;
  readonly weights: Float64Array;
}

/**
 * The loops in which learning spends its time, and nothing else of numerics. The TypeScript ones are the reference; the
 * others compute the same sums in another order, so results differ by rounding: |Δ| ≤ γₙ Σ |terms| with
 * γₙ = n u / (1 − n u), u = 2⁻⁵³ or 2⁻²⁴, n the number of terms (Higham, Accuracy and Stability of Numerical Algorithms,
 * 2002, §3.1). The same call computes the same bits every time; the bits of a row may depend on the rows round it.
 *
 * Of all calls: NaN and infinities spread as IEEE 754 has it; with α = 0 the factors are not read, with β = 0 what is
 * overwritten is not read; what a call writes may not overlap what it reads (DataError); shapes that do not fit are
 * refused (DataError, or RangeError of a position).
 */
export interface Kernels extends ImageKernels {
  /** What computes here, as nodes report it: it decides the last bits of every result. */
  readonly name: string;

  /**
   * Zeros in memory where this kernel reads them without a copy: for what is large and used often. The memory is given back
   * when nobody refers to it, or to a part of it, any more.
   *
   * @throws KernelMemoryError when there is no more of it.
   */
  allocateFloat64(length: number): Float64Array;
  allocateFloat32(length: number): Float32Array;
  allocateInt32(length: number): Int32Array;
  allocateUint8(length: number): Uint8Array;

  /** Σ xᵢ yᵢ */
  dot<T extends Floats>(x: T, y: T): number;
  /** y ← a x + y */
  axpy<T extends Floats>(a: number, x: T, y: T): void;
  /** y ← α A x + β y. @param x length nColumns. @param y length nRows. */
  gemv<T extends Floats>(alpha: number, A: Strided<T>, x: T, beta: number, y: T): void;
  /** y ← α Aᵀ x + β y. @param x length nRows. @param y length nColumns. */
  gemvTransposed<T extends Floats>(alpha: number, A: Strided<T>, x: T, beta: number, y: T): void;
  gemm<T extends Floats>(product: Product<T>): void;
  /** Each row z ← z + b, in place. @param b length nColumns. */
  addToRows<T extends Floats>(Z: Strided<T>, b: T): void;
  /** Each row z ← max(0, z + b) = ½ (z + b + |z + b|), in place; so −∞ becomes NaN. @param b length nColumns. */
  rectifyRows<T extends Floats>(Z: Strided<T>, b: T): void;
  /** g ← g [y > 0]: its gradient, in place. @param y what `rectifyRows` left. @param g as many. */
  rectifyGradient<T extends Floats>(y: T, g: T): void;
  /** Each row z ← e^z / Σ e^z, in place; the largest of the row is subtracted first, so nothing overflows. */
  softmaxRows<T extends Floats>(Z: Strided<T>): void;
  /** D_ij ← ‖aᵢ − bⱼ‖², by differences, which keeps the digits of near rows. @param D rows of A × rows of B. */
  squaredDistances<T extends Floats>(A: Strided<T>, B: Strided<T>, D: Strided<T>): void;
  /**
   * For each row (x, y) with weight s and step size η, in order,
   *
   *     p = w·x + b        w ← max(0, 1 − η λ) w − η s l'(y, p) x        b ← b − η s l'(y, p)
   *
   * where l' is cut at ±1e12.
   *
   * @returns Σ l(y, p), each before its step, without weights.
   */
  sgdSweep(sweep: SGDSweep): number;
  addToHistograms(sum: HistogramSum): void;
}
