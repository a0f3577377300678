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
 * @returns the mean loss; `null` when nobody told one.
 */
export function averageOf(
  contributions: readonly Contribution[],
  plain: boolean,
  mean: Float64Array,
): number | null {
  mean.fill(0);
  const weightOf = ({ nSamples }: Contribution): number => (plain ? 1 : (nSamples ?? 0));
  const total = contributions.reduce((sum, contribution) => sum + weightOf(contribution), 0);
  for (const contribution of contributions) {
    const n = weightOf(contribution);
    // n / total first: one contribution alone is its own mean, bit for bit.
    if (n > 0) addScaled(mean, n / total, contribution.values);
  }
  const told = contributions.filter(
    (contribution) => contribution.loss !== null && weightOf(contribution) > 0,
  );
  const rowsTold = told.reduce((sum, contribution) => sum + weightOf(contribution), 0);
  const lossSum = told.reduce(
    (sum, contribution) => sum + weightOf(contribution) * (contribution.loss ?? 0),
    0,
  );
  return rowsTold === 0 ? null : lossSum / rowsTold;
}

/** y ← y + a x */
function addScaled(y: Float64Array, a: number, x: Float64Array): void {
  for (let j = 0; j < y.length; j++) y[j] += a * x[j];
}
