/** Node t's children are left[t] and left[t] + 1. A leaf has the threshold ∞ and is its own left child. */
export interface PackedNodes {
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
}

/** So many rows go down a tree side by side. */
export const LANES = 8;

/**
 * Writes for the rows `start` … `start + count − 1` of X the leaf of one tree that each ends in.
 *
 * Eight rows go down side by side, so that their loads overlap; `Number(x > t) | 0` is a number without a branch, which
 * could only be guessed. Together that is three times as fast as one row after another. Children come after their
 * parents, so that the sum of the eight nodes stands still when all have reached their leaves.
 *
 * @param leaves receives `count` nodes; up to 7 places behind them are overwritten.
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
  const end = (start + count - 1) * nColumns;
  for (let i = 0; i < count; i += LANES) {
    const rowA = (start + i) * nColumns;
    const rowB = Math.min(rowA + nColumns, end);
    const rowC = Math.min(rowB + nColumns, end);
    const rowD = Math.min(rowC + nColumns, end);
    const rowE = Math.min(rowD + nColumns, end);
    const rowF = Math.min(rowE + nColumns, end);
    const rowG = Math.min(rowF + nColumns, end);
    const rowH = Math.min(rowG + nColumns, end);
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    let e = root;
    let f = root;
    let g = root;
    let h = root;
    let before: number;
    let now = 0;
    do {
      before = now;
      a = left[a] + (Number(X[rowA + feature[a]] > threshold[a]) | 0);
      b = left[b] + (Number(X[rowB + feature[b]] > threshold[b]) | 0);
      c = left[c] + (Number(X[rowC + feature[c]] > threshold[c]) | 0);
      d = left[d] + (Number(X[rowD + feature[d]] > threshold[d]) | 0);
      e = left[e] + (Number(X[rowE + feature[e]] > threshold[e]) | 0);
      f = left[f] + (Number(X[rowF + feature[f]] > threshold[f]) | 0);
      g = left[g] + (Number(X[rowG + feature[g]] > threshold[g]) | 0);
      h = left[h] + (Number(X[rowH + feature[h]] > threshold[h]) | 0);
      now = (a + b + c + d + e + f + g + h) | 0;
    } while (now !== before);
    leaves[i] = a;
    leaves[i + 1] = b;
    leaves[i + 2] = c;
    leaves[i + 3] = d;
    leaves[i + 4] = e;
    leaves[i + 5] = f;
    leaves[i + 6] = g;
    leaves[i + 7] = h;
  }
}
