/** A loss of one class code and the scores of all K classes. */
export interface MultinomialLoss {
  readonly name: string;
  /**
   * The first `n` rows at once.
   *
   * @param codes n codes 0…K−1.
   * @param scores n × K, row by row.
   * @param values receives the n losses.
   * @param derivatives receives ∂l/∂pₖ, n × K; may be the same array as `scores`.
   */
  evaluate(
    codes: Float64Array,
    scores: Float64Array,
    n: number,
    K: number,
    values: Float64Array,
    derivatives: Float64Array,
  ): void;
}

/**
 * The multinomial logistic loss (cross-entropy of the softmax) of the class c and the scores p₀…p_K₋₁:
 *
 *     πₖ = e^pₖ / Σⱼ e^pⱼ        l(c, p) = −log π_c = log Σⱼ e^pⱼ − p_c        ∂l/∂pₖ = πₖ − [k = c]
 *
 * The largest score of the row is taken from all of them first, so that no exponent is positive.
 */
export const softmaxLoss: MultinomialLoss = {
  name: "softmax",
  evaluate(codes, scores, n, K, values, derivatives) {
    for (let i = 0; i < n; i++) {
      const at = i * K;
      const own = scores[at + codes[i]];
      values[i] = softmaxOfRow(scores, at, K, derivatives) - own;
      derivatives[at + codes[i]] -= 1;
    }
  },
};

/**
 * πₖ = e^pₖ / Σⱼ e^pⱼ of the row that starts at `at`.
 *
 * @param probabilities receives them at the same place; may be the same array as `scores`.
 * @returns log Σⱼ e^pⱼ
 */
export function softmaxOfRow(
  scores: Float64Array,
  at: number,
  K: number,
  probabilities: Float64Array,
): number {
  let largest = -Infinity;
  for (let k = at; k < at + K; k++) largest = Math.max(largest, scores[k]);
  let sum = 0;
  for (let k = at; k < at + K; k++) {
    probabilities[k] = Math.exp(scores[k] - largest);
    sum += probabilities[k];
  }
  for (let k = at; k < at + K; k++) probabilities[k] /= sum;
  return largest + Math.log(sum);
}
