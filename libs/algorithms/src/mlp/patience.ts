/** When training is done: what it has seen so far. */
export interface Patience {
  /** The best loss, or with early stopping minus the best score: smaller is better. */
  readonly best: number;
  /** Epochs in a row that were not better by `tol`. */
  readonly unchanged: number;
  /** Whether this epoch is the best so far. */
  readonly isBest: boolean;
}

export const FRESH: Patience = { best: Infinity, unchanged: 0, isBest: false };

/** @param value the epoch's loss, or minus its score. */
export function afterEpoch({ best, unchanged }: Patience, value: number, tol: number): Patience {
  const isBest = value < best;
  return { best: isBest ? value : best, unchanged: value > best - tol ? unchanged + 1 : 0, isBest };
}
