import { kernels, strided, type Floats, type Strided } from "../kernels/index.ts";
import type { Activation } from "./activations/index.ts";

/**
 * What dense layers and convolutions have in common: rows of k inputs become rows of m outputs,
 *
 *     Y = f(X W + 1 bᵀ)
 *
 * θ holds W, k × m, and behind it b, m numbers.
 */
export interface Affine {
  readonly k: number;
  readonly m: number;
  readonly activation: Activation;
}

/** Z ← X W @param X rows × k. @param Z rows × m. */
export function multiply({ k, m }: Affine, theta: Floats, X: Strided, Z: Strided): void {
  const W = strided(theta, k, m);
  kernels().gemm({ alpha: 1, A: X, transposeA: false, B: W, transposeB: false, beta: 0, C: Z });
}

/** ∂L/∂W ← ∂L/∂W + Xᵀ ∂L/∂Z */
export function addWeightGradient({ k, m }: Affine, X: Strided, dZ: Strided, gradient: Floats): void {
  const dW = strided(gradient, k, m);
  kernels().gemm({ alpha: 1, A: X, transposeA: true, B: dZ, transposeB: false, beta: 1, C: dW });
}

/** ∂L/∂X ← ∂L/∂Z Wᵀ */
export function inputGradient({ k, m }: Affine, theta: Floats, dZ: Strided, dX: Strided): void {
  const W = strided(theta, k, m);
  kernels().gemm({ alpha: 1, A: dZ, transposeA: false, B: W, transposeB: true, beta: 0, C: dX });
}

export function biasOf({ k, m }: Affine, theta: Floats): Floats {
  return theta.subarray(k * m, k * m + m);
}

/** ∂L/∂b ← ∂L/∂b + (∂L/∂Z)ᵀ 1 */
export function addBiasGradient(
  affine: Affine,
  dZ: Floats,
  gradient: Floats,
  take: (length: number) => Floats,
): void {
  const { m } = affine;
  const nRows = dZ.length / m;
  const ones = take(nRows).fill(1);
  kernels().gemvTransposed(1, strided(dZ, nRows, m), ones, 1, biasOf(affine, gradient));
}
