import { matrix, type Matrix } from "../tensor/matrix.ts";

/** A normal distribution for each of K classes and d features, class after class. */
export interface NormalLikelihood {
  /** θ, K × d: means. */
  readonly theta: Float64Array;
  /** σ², K × d, > 0. */
  readonly variance: Float64Array;
  /** log P(k), K; −∞ for an impossible class. */
  readonly logPrior: Float64Array;
}

/**
 * lᵢₖ = log P(k) − ½ Σⱼ log(2π σ²ₖⱼ) − Σⱼ (xᵢⱼ − θₖⱼ)² · 1 / 2σ²ₖⱼ
 *
 * @param X n × d. @returns n × K.
 */
export function normalLogs(X: Matrix, { theta, variance, logPrior }: NormalLikelihood): Matrix {
  const { data: x, nColumns: d } = X;
  const K = logPrior.length;
  const result = matrix(X.nRows, K);
  const halfPrecision = variance.map((value) => 0.5 / value);
  const constant = logPrior.map((log, k) => log - 0.5 * sumOfLogs(variance, k * d, d));
  for (let i = 0; i < X.nRows; i++) {
    for (let k = 0; k < K; k++) {
      const distance = weightedDistance(x, i * d, theta, halfPrecision, k * d, d);
      result.data[i * K + k] = constant[k] - distance;
    }
  }
  return result;
}

/** Σⱼ (xⱼ − θⱼ)² cⱼ; three sums at once, so that one does not wait for another. */
function weightedDistance(
  x: Float64Array,
  xAt: number,
  theta: Float64Array,
  c: Float64Array,
  at: number,
  d: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let j = 0;
  for (; j + 2 < d; j += 3) {
    const a0 = x[xAt + j] - theta[at + j];
    const a1 = x[xAt + j + 1] - theta[at + j + 1];
    const a2 = x[xAt + j + 2] - theta[at + j + 2];
    s0 += a0 * a0 * c[at + j];
    s1 += a1 * a1 * c[at + j + 1];
    s2 += a2 * a2 * c[at + j + 2];
  }
  for (; j < d; j++) s0 += (x[xAt + j] - theta[at + j]) ** 2 * c[at + j];
  return s0 + s1 + s2;
}

function sumOfLogs(variance: Float64Array, at: number, d: number): number {
  let sum = 0;
  for (let j = at; j < at + d; j++) sum += Math.log(2 * Math.PI * variance[j]);
  return sum;
}
