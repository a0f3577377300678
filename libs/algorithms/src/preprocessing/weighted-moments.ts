import type { Matrix } from "../tensor/matrix.ts";
import type { Moments } from "./moments.ts";

/**
 * `columnMoments` of rows that count sᵢ times each: n is Σ sᵢ, and with it
 *
 *     μ = 1/n Σ sᵢ xᵢ        M₂ = Σ sᵢ (xᵢ − μ)² − (Σ sᵢ (xᵢ − μ))² / n
 *
 * @param X n × d. @param weights sᵢ ≥ 0, not all 0.
 */
export function weightedColumnMoments(X: Matrix, weights: Float64Array): Moments {
  const n = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = weightedColumnMeans(X, weights, n);
  const m2 = new Float64Array(X.nColumns);
  const remainder = new Float64Array(X.nColumns);
  for (let i = 0, at = 0; i < X.nRows; i++) {
    for (let j = 0; j < X.nColumns; j++, at++) {
      const deviation = X.data[at] - mean[j];
      remainder[j] += weights[i] * deviation;
      m2[j] += weights[i] * deviation * deviation;
    }
  }
  for (let j = 0; j < X.nColumns; j++) {
    m2[j] = Math.max(0, m2[j] - remainder[j] ** 2 / n);
    mean[j] += remainder[j] / n;
  }
  return { n, mean, m2 };
}

function weightedColumnMeans(X: Matrix, weights: Float64Array, n: number): Float64Array {
  const mean = new Float64Array(X.nColumns);
  for (let i = 0, at = 0; i < X.nRows; i++) {
    for (let j = 0; j < X.nColumns; j++, at++) mean[j] += weights[i] * X.data[at];
  }
  return mean.map((sum) => sum / n);
}
