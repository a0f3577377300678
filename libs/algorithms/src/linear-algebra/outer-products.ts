import { kernels, strided } from "../kernels/index.ts";

/**
 * What `n` consecutive rows that start at row `first` add to the gradient of affine scores: ∂/∂wₖ += Σᵢ cᵢₖ xᵢ and
 * ∂/∂bₖ += Σᵢ cᵢₖ.
 *
 * @param x rows of `d` features. @param coefficients cᵢₖ = ∂l/∂pᵢₖ, n × K values.
 * @param gradient its weights, K × d row by row, and behind them its K biases.
 */
export function addOuterProducts(
  x: Float64Array,
  d: number,
  first: number,
  n: number,
  coefficients: Float64Array,
  K: number,
  gradient: Float64Array,
): void {
  const X = strided(x, n, d, first * d);
  if (K === 1) {
    const c = coefficients.length === n ? coefficients : coefficients.subarray(0, n);
    kernels().gemvTransposed(1, X, c, 1, gradient.subarray(0, d));
  } else {
    const product = { alpha: 1, transposeA: true, transposeB: false, beta: 1 };
    kernels().gemm({ ...product, A: strided(coefficients, n, K), B: X, C: strided(gradient, K, d) });
  }
  for (let i = 0, from = 0; i < n; i++) {
    for (let k = 0; k < K; k++) gradient[K * d + k] += coefficients[from++];
  }
}
