/**
 * The q-quantile of some numbers, interpolated linearly between the two that are nearest to its rank h = (n − 1) q
 * (Hyndman & Fan, "Sample Quantiles in Statistical Packages", 1996, type 7: numpy's default). Weights are counts: a value of
 * weight 2 stands for two equal values, and n is their sum.
 *
 * @param values at least one. @param q 0…1. @param weights one ≥ 0 for each value, not all 0; `null` for ones.
 */
export function quantile(values: Float64Array, q: number, weights: Float64Array | null): number {
  if (weights !== null) return weightedQuantile(values, q, weights);
  const h = (values.length - 1) * q;
  const low = Math.floor(h);
  const reordered = values.slice();
  select(reordered, low);
  return interpolate(h, (rank) => (rank === low ? reordered[low] : smallestFrom(reordered, low + 1)));
}

/**
 * Reorders the values so that the one at `rank` is where sorting would put it, none before it is greater and none after it
 * smaller: quickselect (Hoare, "Algorithm 65: Find", 1961), which takes linear time where sorting takes n log n.
 */
function select(values: Float64Array, rank: number): void {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >>> 1];
    let a = left;
    let b = right;
    while (a <= b) {
      while (values[a] < pivot) a++;
      while (values[b] > pivot) b--;
      if (a > b) break;
      const kept = values[a];
      values[a++] = values[b];
      values[b--] = kept;
    }
    if (rank <= b) right = b;
    else if (rank >= a) left = a;
    else return;
  }
}

/** Beyond the end: the last value, which no interpolation weighs. */
function smallestFrom(values: Float64Array, start: number): number {
  if (start >= values.length) return values[values.length - 1];
  let smallest = values[start];
  for (let i = start + 1; i < values.length; i++) if (values[i] < smallest) smallest = values[i];
  return smallest;
}

function weightedQuantile(values: Float64Array, q: number, weights: Float64Array): number {
  const { sorted, cumulative } = cumulativeWeights(values, weights);
  const n = cumulative[cumulative.length - 1];
  return interpolate(Math.max(0, n - 1) * q, (rank) => firstAbove(sorted, cumulative, rank));
}

/**
 * The median; weights are counts as in `quantile`, but only their proportions matter: the mean of the smallest value with at
 * least half of the weight up to it, and the smallest with more than half.
 */
export function median(values: Float64Array, weights: Float64Array | null): number {
  if (weights === null) return quantile(values, 0.5, null);
  const { sorted, cumulative } = cumulativeWeights(values, weights);
  const half = cumulative[cumulative.length - 1] / 2;
  const lower = sorted[cumulative.findIndex((sum) => sum >= half)];
  return (lower + firstAbove(sorted, cumulative, half)) / 2;
}

/** Values of weight 0 are left out. */
function cumulativeWeights(values: Float64Array, weights: Float64Array) {
  const order = Array.from(values.keys()).filter((i) => weights[i] > 0);
  order.sort((a, b) => values[a] - values[b]);
  let sum = 0;
  return {
    sorted: Float64Array.from(order, (i) => values[i]),
    cumulative: Float64Array.from(order, (i) => (sum += weights[i])),
  };
}

function firstAbove(sorted: Float64Array, cumulative: Float64Array, rank: number): number {
  const at = cumulative.findIndex((sum) => sum > rank);
  return sorted[at < 0 ? sorted.length - 1 : at];
}

function interpolate(h: number, at: (rank: number) => number): number {
  const low = at(Math.floor(h));
  return low + (h - Math.floor(h)) * (at(Math.floor(h) + 1) - low);
}
