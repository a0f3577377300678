/**
 * The targets that output k learns from, for a block of rows: `y` itself when there is one output; above, 1 for
 * the rows of class k and 0 for all others (one-vs-all).
 *
 * @param y numbers, or class codes. @param rows the block's rows in `y` (its first `n` entries).
 * @param targets receives n targets.
 */
export function targetsOf(
  y: Float64Array,
  rows: Int32Array,
  n: number,
  k: number,
  nOutputs: number,
  targets: Float64Array,
): void {
  if (nOutputs === 1) {
    for (let i = 0; i < n; i++) targets[i] = y[rows[i]];
  } else {
    for (let i = 0; i < n; i++) targets[i] = y[rows[i]] === k ? 1 : 0;
  }
}
