import { matrix, type Matrix } from "../tensor/matrix.ts";

/** K linear functions of d features. */
export interface LinearScores {
  /** W, K × d. */
  readonly weights: Float64Array;
  /** b, K. */
  readonly biases: Float64Array;
}

/**
 * S = X Wᵀ + b: n × K.
 *
 * Four rows and two classes go through at once: six numbers that are loaded serve eight products, and the sums do not
 * wait for each other. (The last rows and an odd last class are repeated to fill up: their scores are written twice.)
 */
export function linearScores(X: Matrix, { weights: w, biases: b }: LinearScores): Matrix {
  const { data: x, nColumns: d, nRows: n } = X;
  const K = b.length;
  const scores = matrix(n, K);
  const s = scores.data;
  for (let i = 0; i < n; i += 4) {
    const i1 = Math.min(i + 1, n - 1);
    const i2 = Math.min(i + 2, n - 1);
    const i3 = Math.min(i + 3, n - 1);
    for (let k = 0; k < K; k += 2) {
      const l = Math.min(k + 1, K - 1);
      scoreBlock(x, i * d, i1 * d, i2 * d, i3 * d, d, w, k, l, b, s, i * K, i1 * K, i2 * K, i3 * K);
    }
  }
  return scores;
}

/** Rows that start at x0…x3 and classes k and l; row i's scores start at sᵢ. */
function scoreBlock(
  x: Float64Array,
  x0: number,
  x1: number,
  x2: number,
  x3: number,
  d: number,
  w: Float64Array,
  k: number,
  l: number,
  b: Float64Array,
  s: Float64Array,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  let p0 = b[k];
  let p1 = p0;
  let p2 = p0;
  let p3 = p0;
  let q0 = b[l];
  let q1 = q0;
  let q2 = q0;
  let q3 = q0;
  const wk = k * d;
  const wl = l * d;
  for (let j = 0; j < d; j++) {
    const u = w[wk + j];
    const v = w[wl + j];
    const a0 = x[x0 + j];
    const a1 = x[x1 + j];
    const a2 = x[x2 + j];
    const a3 = x[x3 + j];
    p0 += u * a0;
    p1 += u * a1;
    p2 += u * a2;
    p3 += u * a3;
    q0 += v * a0;
    q1 += v * a1;
    q2 += v * a2;
    q3 += v * a3;
  }
  s[s0 + k] = p0;
  s[s1 + k] = p1;
  s[s2 + k] = p2;
  s[s3 + k] = p3;
  s[s0 + l] = q0;
  s[s1 + l] = q1;
  s[s2 + l] = q2;
  s[s3 + l] = q3;
}
