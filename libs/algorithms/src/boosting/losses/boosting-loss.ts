/**
 * A loss that trees lower round by round: Σ_i w_i l(y_i, r_i) of the raw scores r, which are the baseline plus the answers
 * of all trees so far. A class or a mean comes out of them by the inverse of the loss's link function.
 *
 * Raw scores are n × K in row-major order; gradients and hessians are K stretches of n numbers, one for each tree.
 */
export interface BoostingLoss {
  /** K, the raw scores of a row and the trees of a round. */
  readonly nOutputs: number;
  /** ∂²l/∂r² is 1 everywhere, so that without weights the number of rows stands for the sum of hessians. */
  readonly hasConstantHessian: boolean;
  /** The K constants of the least loss: where boosting starts. */
  baseline(y: Float64Array, weights: Float64Array | null): Float64Array;
  /** Mean loss, Σ w_i l(y_i, r_i) / Σ w_i. */
  mean(y: Float64Array, weights: Float64Array | null, raw: Float64Array): number;
  /**
   * Writes w_i ∂l/∂r_ik to `gradients[k * n + i]` and w_i ∂²l/∂r_ik² to `hessians[k * n + i]`.
   *
   * @param hessians empty when the hessian is constant and there are no weights.
   */
  derivatives(
    y: Float64Array,
    weights: Float64Array | null,
    raw: Float64Array,
    gradients: Float64Array,
    hessians: Float64Array,
  ): void;
  /**
   * For a loss whose second derivative says nothing of its curvature: the constant that lowers the loss of a leaf most,
   * in place of Newton's step.
   *
   * @param residuals y − r of the leaf's rows.
   */
  leafStep?(residuals: Float64Array, weights: Float64Array | null): number;
}

/** Σ w_i f(i) / Σ w_i. */
export function weightedMean(n: number, weights: Float64Array | null, f: (i: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights === null ? 1 : weights[i];
    sum += weight * f(i);
    total += weight;
  }
  return sum / total;
}
