/**
 * The cross-entropy of n rows with the codes y and the raw scores p, and its derivatives, which replace the scores. With
 * two classes there is one score, of class 1; with K there are K:
 *
 *     two:  l = log(1 + e^(−p)) for y = 1, log(1 + e^p) for y = 0        ∂l/∂p  = σ(p) − y
 *     K:    l = log Σ e^pₖ − p_y                                         ∂l/∂pₖ = softmax(p)ₖ − [k = y]
 *
 * @param y codes, from `first` on. @param weights sᵢ, from `first` on, or `null` for all 1.
 * @param scores n × (K = 2 ? 1 : K); receives sᵢ ∂l/∂p.
 * @returns Σ sᵢ lᵢ.
 */
export type CrossEntropy = (
  y: Float64Array,
  weights: Float64Array | null,
  first: number,
  n: number,
  scores: Float64Array,
  nOutputs: number,
) => number;

/** A product of factors in (1, 2] stays below 2¹⁰²⁴, the end of float64, for so many of them. */
const MOST_FACTORS = 1000;

/** See `CrossEntropy`. With s = 1 − 2y, which makes large s p the wrong side: l = max(s p, 0) + log(1 + e^−|p|). */
export const binaryCrossEntropy: CrossEntropy = (y, weights, first, n, scores) => {
  if (weights) return weightedBinary(y, weights, first, n, scores);
  let sum = 0;
  for (let start = 0; start < n; start += MOST_FACTORS) {
    const end = Math.min(start + MOST_FACTORS, n);
    // Σ log(1 + e) = log Π (1 + e): one logarithm for all.
    let product = 1;
    for (let i = start; i < end; i++) {
      const s = 1 - 2 * y[first + i];
      const z = s * scores[i];
      const e = Math.exp(z > 0 ? -z : z);
      const factor = 1 + e;
      product *= factor;
      if (z > 0) sum += z;
      // σ(z) without cancellation; its sign says which class pulls.
      scores[i] = (s * (z > 0 ? 1 : e)) / factor;
    }
    sum += Math.log(product);
  }
  return sum;
};

function weightedBinary(
  y: Float64Array,
  weights: Float64Array,
  first: number,
  n: number,
  scores: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights[first + i];
    const s = 1 - 2 * y[first + i];
    const z = s * scores[i];
    const e = Math.exp(z > 0 ? -z : z);
    sum += weight * (Math.max(z, 0) + Math.log(1 + e));
    scores[i] = (weight * s * (z > 0 ? 1 : e)) / (1 + e);
  }
  return sum;
}

/** See `CrossEntropy`. */
export const softmaxCrossEntropy: CrossEntropy = (y, weights, first, n, scores, K) => {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const at = i * K;
    const own = at + y[first + i];
    const score = scores[own];
    const weight = weights ? weights[first + i] : 1;
    sum += weight * (softmaxOfRow(scores, at, K) - score);
    for (let k = at; k < at + K; k++) scores[k] *= weight;
    scores[own] -= weight;
  }
  return sum;
};

/** Turns the K scores from `at` on into probabilities. @returns log Σ e^pₖ. */
function softmaxOfRow(scores: Float64Array, at: number, K: number): number {
  let largest = scores[at];
  for (let k = at + 1; k < at + K; k++) if (scores[k] > largest) largest = scores[k];
  let sum = 0;
  for (let k = at; k < at + K; k++) {
    const e = Math.exp(scores[k] - largest);
    scores[k] = e;
    sum += e;
  }
  for (let k = at; k < at + K; k++) scores[k] /= sum;
  return largest + Math.log(sum);
}
