import { weightedMean, type BoostingLoss } from "./boosting-loss.ts";

/**
 * The log loss of a class y ∈ {0 … K−1} and K raw scores, with p_k = exp(r_k) / Σ_m exp(r_m) (softmax):
 *
 *     l = log Σ_m exp(r_m) − r_y        ∂l/∂r_k = p_k − [y = k]        ∂²l/∂r_k² = p_k (1 − p_k)
 *
 * Baseline: the logarithms of the classes' shares, less their mean. A share of 0 counts as 2.2e-16.
 */
export function multinomial(nClasses: number): BoostingLoss {
  return {
    nOutputs: nClasses,
    hasConstantHessian: false,
    baseline: (y, weights) => centred(logShares(y, weights, nClasses)),
    mean: (y, weights, raw) =>
      weightedMean(
        y.length,
        weights,
        (i) => logSumExp(raw, i * nClasses, nClasses) - raw[i * nClasses + y[i]],
      ),
    derivatives: (y, weights, raw, gradients, hessians) =>
      softmaxDerivatives(nClasses, y, weights, raw, gradients, hessians),
  };
}

function softmaxDerivatives(
  nClasses: number,
  y: Float64Array,
  weights: Float64Array | null,
  raw: Float64Array,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  const n = y.length;
  const p = new Float64Array(nClasses);
  for (let i = 0; i < n; i++) {
    softmaxOf(raw, i * nClasses, p, 0, nClasses);
    const weight = weights === null ? 1 : weights[i];
    for (let k = 0; k < nClasses; k++) {
      gradients[k * n + i] = weight * (y[i] === k ? p[k] - 1 : p[k]);
      hessians[k * n + i] = weight * p[k] * (1 - p[k]);
    }
  }
}

/** Writes the softmax of K scores, from position `from`, to K places from position `to`; may be in place. */
export function softmaxOf(scores: Float64Array, from: number, p: Float64Array, to: number, K: number): void {
  const largest = largestOf(scores, from, K);
  let sum = 0;
  for (let k = 0; k < K; k++) sum += p[to + k] = Math.exp(scores[from + k] - largest);
  for (let k = 0; k < K; k++) p[to + k] /= sum;
}

/** log Σ exp(r_k) = m + log Σ exp(r_k − m) with the greatest score m: no exponent is positive. */
function logSumExp(scores: Float64Array, from: number, K: number): number {
  const largest = largestOf(scores, from, K);
  let sum = 0;
  for (let k = 0; k < K; k++) sum += Math.exp(scores[from + k] - largest);
  return largest + Math.log(sum);
}

function largestOf(scores: Float64Array, from: number, K: number): number {
  let largest = scores[from];
  for (let k = 1; k < K; k++) if (scores[from + k] > largest) largest = scores[from + k];
  return largest;
}

function logShares(y: Float64Array, weights: Float64Array | null, nClasses: number): Float64Array {
  return Float64Array.from({ length: nClasses }, (_, k) => {
    const share = weightedMean(y.length, weights, (i) => Number(y[i] === k));
    return Math.log(Math.min(Math.max(share, Number.EPSILON), 1 - Number.EPSILON));
  });
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
