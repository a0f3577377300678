/** What one worker adds to a round's mean. */
export interface Contribution {
  /** Its mean gradient or its update, length nParameters. */
  values: Float64Array;
  /** Its mean loss; `null` when it did not tell. */
  loss: number | null;
  /** Its weight n_k; `null` when unknown. */
  nSamples: number | null;
}

/**
 * The count-weighted mean, summed in the order given:
 *
 *     mean = Σ n_k v_k / Σ n_k        loss = Σ n_k l_k / Σ n_k (over those who told l_k)
 *
 * A contribution with n_k = 0 has no part in it; when there are no rows at all the mean is 0.
 *
 * @param plain weigh everybody alike, because somebody's count is unknown.
 * @param mean receives the mean (overwritten).
 * @returns the mean loss, and the largest |mean_j|.
 */
export function averageOf(
  contributions: readonly Contribution[],
  plain: boolean,
  mean: Float64Array,
): { loss: number | null; largest: number } {
  mean.fill(0);
  let total = 0;
  let lossTotal = 0;
  let lossSum = 0;
  for (const { values, loss, nSamples } of contributions) {
    const n = plain ? 1 : (nSamples ?? 0);
    if (n === 0) continue;
    total += n;
    if (loss !== null) {
      lossTotal += n;
      lossSum += n * loss;
    }
    for (let j = 0; j < mean.length; j++) mean[j] += n * values[j];
  }
  const loss = lossTotal === 0 ? null : lossSum / lossTotal;
  if (total === 0) return { loss, largest: 0 };
  let largest = 0;
  for (let j = 0; j < mean.length; j++) {
    mean[j] /= total;
    largest = Math.max(largest, Math.abs(mean[j]));
  }
  return { loss, largest };
}
