import type { SearchRows } from "./metrics.ts";
import { insertNeighbor, type Neighbors } from "./neighbors.ts";

/** So many features of the query are kept at hand while it is compared with one row after another. */
const HEAD = 12;

/** `scan` of the squared Euclidean distance, see `Metric`. */
export function scanEuclidean(
  rows: SearchRows,
  from: number,
  to: number,
  q: Float64Array,
  qAt: number,
  neighbors: Neighbors,
  i: number,
): void {
  if (rows.d < HEAD) scanNarrow(rows, from, to, q, qAt, neighbors, i);
  else scanWide(rows, from, to, q, qAt, neighbors, i);
}

function scanNarrow(
  { x, d, numbers }: SearchRows,
  from: number,
  to: number,
  q: Float64Array,
  qAt: number,
  neighbors: Neighbors,
  i: number,
): void {
  let worst = neighbors.distances[(i + 1) * neighbors.k - 1];
  for (let row = from, at = from * d; row < to; row++, at += d) {
    let sum = 0;
    for (let j = 0; j < d; j++) {
      const a = x[at + j] - q[qAt + j];
      sum += a * a;
    }
    if (sum <= worst) worst = insertNeighbor(neighbors, i, sum, numbers[row]);
  }
}

/** Most rows are left after the head, whose terms are written out: two thirds of the time of a loop over them. */
function scanWide(
  { x, d, numbers }: SearchRows,
  from: number,
  to: number,
  q: Float64Array,
  qAt: number,
  neighbors: Neighbors,
  i: number,
): void {
  const q0 = q[qAt];
  const q1 = q[qAt + 1];
  const q2 = q[qAt + 2];
  const q3 = q[qAt + 3];
  const q4 = q[qAt + 4];
  const q5 = q[qAt + 5];
  const q6 = q[qAt + 6];
  const q7 = q[qAt + 7];
  const q8 = q[qAt + 8];
  const q9 = q[qAt + 9];
  const q10 = q[qAt + 10];
  const q11 = q[qAt + 11];
  let worst = neighbors.distances[(i + 1) * neighbors.k - 1];
  for (let row = from, at = from * d; row < to; row++, at += d) {
    const a0 = x[at] - q0;
    const a1 = x[at + 1] - q1;
    const a2 = x[at + 2] - q2;
    const a3 = x[at + 3] - q3;
    const a4 = x[at + 4] - q4;
    const a5 = x[at + 5] - q5;
    const a6 = x[at + 6] - q6;
    const a7 = x[at + 7] - q7;
    const a8 = x[at + 8] - q8;
    const a9 = x[at + 9] - q9;
    const a10 = x[at + 10] - q10;
    const a11 = x[at + 11] - q11;
    let sum =
      a0 * a0 +
      a1 * a1 +
      (a2 * a2 + a3 * a3) +
      (a4 * a4 + a5 * a5 + (a6 * a6 + a7 * a7)) +
      (a8 * a8 + a9 * a9 + (a10 * a10 + a11 * a11));
    let j = HEAD;
    for (; j + 4 <= d && sum <= worst; j += 4) {
      const b0 = x[at + j] - q[qAt + j];
      const b1 = x[at + j + 1] - q[qAt + j + 1];
      const b2 = x[at + j + 2] - q[qAt + j + 2];
      const b3 = x[at + j + 3] - q[qAt + j + 3];
      sum += b0 * b0 + b1 * b1 + (b2 * b2 + b3 * b3);
    }
    for (; j < d && sum <= worst; j++) sum += (x[at + j] - q[qAt + j]) ** 2;
    if (sum <= worst) worst = insertNeighbor(neighbors, i, sum, numbers[row]);
  }
}
