/** The baseline as the raw scores of n rows: n × K in row-major order. */
export function rawScores(n: number, baseline: Float64Array): Float64Array {
  const K = baseline.length;
  const raw = new Float64Array(n * K);
  for (let i = 0; i < n; i++) for (let k = 0; k < K; k++) raw[i * K + k] = baseline[k];
  return raw;
}
