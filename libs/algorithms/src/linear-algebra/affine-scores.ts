import { asIndex, MOST_VALUES } from "../tensor/as-index.ts";

/**
 * pᵢₖ = wₖ·xᵢ + bₖ for `n` consecutive rows that start at row `first`.
 *
 * Several sums go through the inner loop at once, so that none waits for another: four rows and two outputs, where six
 * numbers that are loaded serve eight products; for an odd last output, or a single one, eight rows.
 *
 * @param x rows of `d` features. @param parameters the weights, K × d row by row, and behind them the K biases.
 * @param scores receives n × K values, row by row. @param mostValues of x that may be indexed at once.
 */
export function affineScores(
  x: Float64Array,
  d: number,
  first: number,
  n: number,
  parameters: Float64Array,
  K: number,
  scores: Float64Array,
  mostValues = MOST_VALUES,
): void {
  if (x.length <= mostValues) return scoreRows(x, d, first, n, parameters, K, scores);
  const nRows = Math.max(1, Math.floor(mostValues / d));
  for (let i = 0; i < n; i += nRows) {
    const size = Math.min(nRows, n - i);
    const rows = x.subarray((first + i) * d, (first + i + size) * d);
    scoreRows(rows, d, 0, size, parameters, K, scores.subarray(i * K, (i + size) * K));
  }
}

function scoreRows(
  x: Float64Array,
  d: number,
  first: number,
  n: number,
  parameters: Float64Array,
  K: number,
  scores: Float64Array,
): void {
  for (let k = 0; k + 1 < K; k += 2) scorePair(x, d, first, n, parameters, K, k, scores);
  if (K % 2 === 1) scoreOne(x, d, first, n, parameters, K, K - 1, scores);
}

/** The outputs k and k + 1. */
function scorePair(
  x: Float64Array,
  nFeatures: number,
  first: number,
  n: number,
  parameters: Float64Array,
  K: number,
  k: number,
  scores: Float64Array,
): void {
  const d = asIndex(nFeatures);
  const v = asIndex(k * d);
  const w = asIndex(v + d);
  const c = parameters[K * d + k];
  const b = parameters[K * d + k + 1];
  for (let i = 0; i < n; i += 4) {
    // The last row fills up what is missing to four: its scores are written again.
    const x0 = asIndex((first + i) * d);
    const x1 = asIndex((first + Math.min(i + 1, n - 1)) * d);
    const x2 = asIndex((first + Math.min(i + 2, n - 1)) * d);
    const x3 = asIndex((first + Math.min(i + 3, n - 1)) * d);
    let p0 = c;
    let p1 = c;
    let p2 = c;
    let p3 = c;
    let q0 = b;
    let q1 = b;
    let q2 = b;
    let q3 = b;
    for (let j = 0; j < d; j++) {
      const vj = parameters[v + j];
      const wj = parameters[w + j];
      p0 += vj * x[x0 + j];
      q0 += wj * x[x0 + j];
      p1 += vj * x[x1 + j];
      q1 += wj * x[x1 + j];
      p2 += vj * x[x2 + j];
      q2 += wj * x[x2 + j];
      p3 += vj * x[x3 + j];
      q3 += wj * x[x3 + j];
    }
    const to0 = i * K + k;
    const to1 = Math.min(i + 1, n - 1) * K + k;
    const to2 = Math.min(i + 2, n - 1) * K + k;
    const to3 = Math.min(i + 3, n - 1) * K + k;
    scores[to0] = p0;
    scores[to0 + 1] = q0;
    scores[to1] = p1;
    scores[to1 + 1] = q1;
    scores[to2] = p2;
    scores[to2 + 1] = q2;
    scores[to3] = p3;
    scores[to3 + 1] = q3;
  }
}

/** The output k. */
function scoreOne(
  x: Float64Array,
  nFeatures: number,
  first: number,
  n: number,
  parameters: Float64Array,
  K: number,
  k: number,
  scores: Float64Array,
): void {
  const d = asIndex(nFeatures);
  const w = asIndex(k * d);
  const bias = parameters[K * d + k];
  const whole = n - (n % 8);
  for (let i = 0; i < whole; i += 8) {
    const x0 = asIndex((first + i) * d);
    const x1 = asIndex(x0 + d);
    const x2 = asIndex(x1 + d);
    const x3 = asIndex(x2 + d);
    const x4 = asIndex(x3 + d);
    const x5 = asIndex(x4 + d);
    const x6 = asIndex(x5 + d);
    const x7 = asIndex(x6 + d);
    let p0 = bias;
    let p1 = bias;
    let p2 = bias;
    let p3 = bias;
    let p4 = bias;
    let p5 = bias;
    let p6 = bias;
    let p7 = bias;
    for (let j = 0; j < d; j++) {
      const weight = parameters[w + j];
      p0 += weight * x[x0 + j];
      p1 += weight * x[x1 + j];
      p2 += weight * x[x2 + j];
      p3 += weight * x[x3 + j];
      p4 += weight * x[x4 + j];
      p5 += weight * x[x5 + j];
      p6 += weight * x[x6 + j];
      p7 += weight * x[x7 + j];
    }
    const to = i * K + k;
    scores[to] = p0;
    scores[to + K] = p1;
    scores[to + 2 * K] = p2;
    scores[to + 3 * K] = p3;
    scores[to + 4 * K] = p4;
    scores[to + 5 * K] = p5;
    scores[to + 6 * K] = p6;
    scores[to + 7 * K] = p7;
  }
  for (let i = whole; i < n; i++) {
    let p = bias;
    for (let j = 0; j < d; j++) p += parameters[w + j] * x[(first + i) * d + j];
    scores[i * K + k] = p;
  }
}
