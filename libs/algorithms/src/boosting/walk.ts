/** Node t's children are left[t] and left[t] + 1. A leaf has the threshold ∞ and is its own left child. */
export interface PackedNodes {
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
}

/**
 * Writes for the rows `start` … `start + count − 1` of X the leaf of one tree that each ends in.
 *
 * Four rows go down side by side, so that their loads overlap; `(x > t) | 0` is a number without a branch, which
 * could only be guessed. Together that is more than twice as fast as one row after another. Children come
 * after their parents, so that the sum of the four nodes stands still when all have reached their leaves.
 *
 * @param leaves receives `count` nodes; up to 3 places behind them are overwritten.
 */
export function leavesOfBlock(
  { feature, threshold, left }: PackedNodes,
  root: number,
  X: Float64Array,
  nColumns: number,
  start: number,
  count: number,
  leaves: Int32Array,
): void {
  const last = start + count - 1;
  for (let i = 0; i < count; i += 4) {
    const first = start + i;
    const rowA = first * nColumns;
    const rowB = Math.min(first + 1, last) * nColumns;
    const rowC = Math.min(first + 2, last) * nColumns;
    const rowD = Math.min(first + 3, last) * nColumns;
    let [a, b, c, d] = [root, root, root, root];
    let before: number;
    let now = 0;
    do {
      before = now;
      // As types see it, a comparison is no number; to the processor it is one already.
      a = left[a] + (Number(X[rowA + feature[a]] > threshold[a]) | 0);
      b = left[b] + (Number(X[rowB + feature[b]] > threshold[b]) | 0);
      c = left[c] + (Number(X[rowC + feature[c]] > threshold[c]) | 0);
      d = left[d] + (Number(X[rowD + feature[d]] > threshold[d]) | 0);
      now = (a + b + c + d) | 0;
    } while (now !== before);
    leaves[i] = a;
    leaves[i + 1] = b;
    leaves[i + 2] = c;
    leaves[i + 3] = d;
  }
}
