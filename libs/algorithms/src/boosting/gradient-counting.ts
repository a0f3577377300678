/** Numbers for a bin of a histogram: the sums of its rows' gradients and hessians, and how many rows there are. */
export const BIN_WIDTH = 3;

/** Numbers for a feature: bins are counted by a byte. */
export const FEATURE_WIDTH = 256 * BIN_WIDTH;

/**
 * Adds m rows to the histograms of the four features of a group. Row `rows[p]` has gradient g[p] and hessian h[p].
 *
 * This loop is where boosting spends its time. All positions are bytes and constants, so that a compiler knows their
 * range: 3 and 768 are the widths of a bin and a feature, as numerals because a bundler may make variables of constants.
 * The body is written out four times, because a loop over the four would take twice as long.
 */
export function addGroup(
  histogram: Float64Array,
  words: Uint32Array,
  rows: Int32Array,
  start: number,
  g: Float64Array,
  h: Float64Array,
  m: number,
): void {
  for (let p = 0; p < m; p++) {
    const word = words[rows[start + p]];
    const gradient = g[p];
    const hessian = h[p];
    const a = (word & 255) * 3;
    const b = 768 + ((word >>> 8) & 255) * 3;
    const c = 1536 + ((word >>> 16) & 255) * 3;
    const d = 2304 + (word >>> 24) * 3;
    histogram[a] += gradient;
    histogram[a + 1] += hessian;
    histogram[a + 2] += 1;
    histogram[b] += gradient;
    histogram[b + 1] += hessian;
    histogram[b + 2] += 1;
    histogram[c] += gradient;
    histogram[c + 1] += hessian;
    histogram[c + 2] += 1;
    histogram[d] += gradient;
    histogram[d + 1] += hessian;
    histogram[d + 2] += 1;
  }
}

/** Adds all rows in order, without counting them: what to do where the numbers of rows are known. */
export function addGroupWithoutCounts(
  histogram: Float64Array,
  words: Uint32Array,
  g: Float64Array,
  h: Float64Array,
): void {
  for (let p = 0; p < g.length; p++) {
    const word = words[p];
    const gradient = g[p];
    const hessian = h[p];
    const a = (word & 255) * 3;
    const b = 768 + ((word >>> 8) & 255) * 3;
    const c = 1536 + ((word >>> 16) & 255) * 3;
    const d = 2304 + (word >>> 24) * 3;
    histogram[a] += gradient;
    histogram[a + 1] += hessian;
    histogram[b] += gradient;
    histogram[b + 1] += hessian;
    histogram[c] += gradient;
    histogram[c + 1] += hessian;
    histogram[d] += gradient;
    histogram[d + 1] += hessian;
  }
}

/** The same where the hessian is 1: the number of rows is their sum. */
export function addGroupWithoutHessians(
  histogram: Float64Array,
  words: Uint32Array,
  rows: Int32Array,
  start: number,
  g: Float64Array,
  m: number,
): void {
  for (let p = 0; p < m; p++) {
    const word = words[rows[start + p]];
    const gradient = g[p];
    const a = (word & 255) * 3;
    const b = 768 + ((word >>> 8) & 255) * 3;
    const c = 1536 + ((word >>> 16) & 255) * 3;
    const d = 2304 + (word >>> 24) * 3;
    histogram[a] += gradient;
    histogram[a + 2] += 1;
    histogram[b] += gradient;
    histogram[b + 2] += 1;
    histogram[c] += gradient;
    histogram[c + 2] += 1;
    histogram[d] += gradient;
    histogram[d + 2] += 1;
  }
}

/** Adds the rows to the histogram of the one feature of the last group, which would waste the work on the other three. */
export function addSingle(
  histogram: Float64Array,
  words: Uint32Array,
  rows: Int32Array,
  start: number,
  g: Float64Array,
  h: Float64Array | null,
  m: number,
): void {
  for (let p = 0; p < m; p++) {
    const a = (words[rows[start + p]] & 255) * 3;
    histogram[a] += g[p];
    if (h !== null) histogram[a + 1] += h[p];
    histogram[a + 2] += 1;
  }
}
