import { kernels, strided } from "../kernels/index.ts";

/**
 * pᵢₖ = wₖ·xᵢ + bₖ for `n` consecutive rows that start at row `first`.
 *
 * @param x rows of `d` features. @param parameters the weights, K × d row by row, and behind them the K biases.
 * @param scores receives n × K values, row by row.
 */
export function affineScores(
  x: Float64Array,
  d: number,
  first: number,
  n: number,
  parameters: Float64Array,
  K: number,
  scores: Float64Array,
): void {
  const A = strided(x, n, d, first * d);
  if (K === 1) {
    const y = scores.length === n ? scores : scores.subarray(0, n);
    y.fill(parameters[d]);
    return kernels().gemv(1, A, parameters.subarray(0, d), 1, y);
  }
  for (let i = 0, to = 0; i < n; i++) {
    for (let k = 0; k < K; k++) scores[to++] = parameters[K * d + k];
  }
  const weights = strided(parameters, K, d);
  kernels().gemm({
    alpha: 1,
    A,
    transposeA: false,
    B: weights,
    transposeB: true,
    beta: 1,
    C: strided(scores, n, K),
  });
}
