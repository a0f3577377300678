import { kernels, strided, type Floats } from "../kernels/index.ts";
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

/** Z ← X W @param X nRows × k from `xOffset` on. @param Z nRows × m from `zOffset` on. */
export function multiply(
  { k, m }: Affine,
  theta: Floats,
  X: Floats,
  xOffset: number,
  nRows: number,
  Z: Floats,
  zOffset: number,
): void {
  kernels().gemm({
    alpha: 1,
    A: strided(X, nRows, k, xOffset),
    transposeA: false,
    B: strided(theta, k, m),
    transposeB: false,
    beta: 0,
    C: strided(Z, nRows, m, zOffset),
  });
}

/** ∂L/∂W ← ∂L/∂W + Xᵀ ∂L/∂Z */
export function addWeightGradient(
  { k, m }: Affine,
  X: Floats,
  xOffset: number,
  nRows: number,
  dZ: Floats,
  zOffset: number,
  gradient: Floats,
): void {
  kernels().gemm({
    alpha: 1,
    A: strided(X, nRows, k, xOffset),
    transposeA: true,
    B: strided(dZ, nRows, m, zOffset),
    transposeB: false,
    beta: 1,
    C: strided(gradient, k, m),
  });
}

/** ∂L/∂X ← ∂L/∂Z Wᵀ */
export function multiplyTransposed(
  { k, m }: Affine,
  theta: Floats,
  dZ: Floats,
  zOffset: number,
  nRows: number,
  dX: Floats,
  xOffset: number,
): void {
  kernels().gemm({
    alpha: 1,
    A: strided(dZ, nRows, m, zOffset),
    transposeA: false,
    B: strided(theta, k, m),
    transposeB: true,
    beta: 0,
    C: strided(dX, nRows, k, xOffset),
  });
}

export function biasOf({ k, m }: Affine, theta: Floats): Floats {
  return theta.subarray(k * m, k * m + m);
}

/** ∂L/∂b ← ∂L/∂b + Σ over the rows of ∂L/∂Z */
export function addColumnSums(dZ: Floats, sums: Floats): void {
  const m = sums.length;
  for (let at = 0; at < dZ.length; at += m) for (let j = 0; j < m; j++) sums[j] += dZ[at + j];
}
