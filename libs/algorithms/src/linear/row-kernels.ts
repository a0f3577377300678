/** The inner loops of steps that take one row at a time. `x` holds rows of `d` features one behind the other. */

/** w·x of one row, whose features start at `at` in `x`. Four sums at once, so that one does not wait for another. */
export function dot(w: Float64Array, x: Float64Array, at: number): number {
  const d = w.length;
  const whole = d - (d % 4);
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  for (let j = 0; j < whole; j += 4) {
    p0 += w[j] * x[at + j];
    p1 += w[j + 1] * x[at + j + 1];
    p2 += w[j + 2] * x[at + j + 2];
    p3 += w[j + 3] * x[at + j + 3];
  }
  for (let j = whole; j < d; j++) p0 += w[j] * x[at + j];
  return p0 + p1 + (p2 + p3);
}

/** w ← a w + c x for one row, whose features start at `at` in `x`. */
export function scaleAndAdd(w: Float64Array, a: number, c: number, x: Float64Array, at: number): void {
  const d = w.length;
  const whole = d - (d % 4);
  for (let j = 0; j < whole; j += 4) {
    w[j] = a * w[j] + c * x[at + j];
    w[j + 1] = a * w[j + 1] + c * x[at + j + 1];
    w[j + 2] = a * w[j + 2] + c * x[at + j + 2];
    w[j + 3] = a * w[j + 3] + c * x[at + j + 3];
  }
  for (let j = whole; j < d; j++) w[j] = a * w[j] + c * x[at + j];
}

/**
 * `scaleAndAdd` for the row at `at`, and `dot` with the new w for the row at `next`, in one pass: w and the loop are
 * there once for both. The same bits as one after the other.
 */
export function scaleAddAndDot(
  w: Float64Array,
  a: number,
  c: number,
  x: Float64Array,
  at: number,
  next: number,
): number {
  const d = w.length;
  const whole = d - (d % 4);
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  for (let j = 0; j < whole; j += 4) {
    const w0 = a * w[j] + c * x[at + j];
    const w1 = a * w[j + 1] + c * x[at + j + 1];
    const w2 = a * w[j + 2] + c * x[at + j + 2];
    const w3 = a * w[j + 3] + c * x[at + j + 3];
    p0 += w0 * x[next + j];
    p1 += w1 * x[next + j + 1];
    p2 += w2 * x[next + j + 2];
    p3 += w3 * x[next + j + 3];
    w[j] = w0;
    w[j + 1] = w1;
    w[j + 2] = w2;
    w[j + 3] = w3;
  }
  for (let j = whole; j < d; j++) {
    w[j] = a * w[j] + c * x[at + j];
    p0 += w[j] * x[next + j];
  }
  return p0 + p1 + (p2 + p3);
}

/**
 * Brings the block's rows and targets into the cache by reading one value of each cache line (8 float64): the reads
 * do not depend on each other, so memory serves many at a time. Rows in random order would otherwise be waited for
 * one by one. Four lines per turn, the last ones clamped, keep the loop short enough to overlap.
 *
 * @returns a sum of what was read; use it, or a compiler may drop the reads.
 */
export function touchRows(
  x: Float64Array,
  d: number,
  y: Float64Array,
  rows: Int32Array,
  start: number,
  end: number,
): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i];
    const last = row * d + d - 1;
    sum += y[row];
    for (let at = row * d; at <= last; at += 32) {
      sum += x[at] + x[Math.min(at + 8, last)] + x[Math.min(at + 16, last)] + x[Math.min(at + 24, last)];
    }
  }
  return sum;
}
