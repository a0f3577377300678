/**
 * The bins of one feature, in increasing order. Bin b was made from the values lower[b] … upper[b]; where the
 * feature has few distinct values, each has a bin of its own and lower = upper.
 */
export interface Bins {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * At most `maxBins` bins for the values of a feature: exact when there are no more distinct values than bins,
 * of about equal count otherwise.
 *
 * @param sorted the feature's values, or a sample of them, in increasing order.
 */
export function binsOf(sorted: Float64Array, maxBins: number): Bins {
  const runs = runsOf(sorted);
  if (runs.values.length > maxBins) return quantileBins(runs, maxBins);
  return { lower: runs.values, upper: runs.values };
}

/**
 * The threshold between two neighbouring values a < b: their midpoint, or a itself where no double lies between.
 * So a ≤ t < b always holds, and "x ≤ t" sends a to the left and b to the right.
 */
export function midpoint(a: number, b: number): number {
  const t = a / 2 + b / 2;
  return t >= a && t < b ? t : a;
}

/** The distinct values in increasing order, and how often each occurs. */
interface Runs {
  readonly values: Float64Array;
  readonly counts: Int32Array;
}

function runsOf(sorted: Float64Array): Runs {
  const values = new Float64Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let nRuns = 0;
  for (const x of sorted) {
    if (nRuns === 0 || x !== values[nRuns - 1]) values[nRuns++] = x;
    counts[nRuns - 1]++;
  }
  return { values: values.subarray(0, nRuns), counts: counts.subarray(0, nRuns) };
}

/**
 * A bin is closed as soon as it holds its share of what is left, remaining rows / remaining bins (LightGBM's
 * greedy bins). So equal values are never torn apart, and a value that is very frequent takes one bin and leaves
 * the others to the rest.
 */
function quantileBins({ values, counts }: Runs, maxBins: number): Bins {
  const lower: number[] = [];
  const upper: number[] = [];
  let nRemaining = counts.reduce((sum, count) => sum + count, 0);
  let nInBin = 0;
  for (let r = 0; r < values.length; r++) {
    if (nInBin === 0) lower.push(values[r]);
    nInBin += counts[r];
    if (nInBin < nRemaining / (maxBins - upper.length)) continue;
    upper.push(values[r]);
    nRemaining -= nInBin;
    nInBin = 0;
  }
  return { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
}
