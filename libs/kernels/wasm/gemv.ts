import { at, lanes, madd, sumOfLanes } from "./lanes";

/**
 * y ← y + α A x. Four rows at once, each in two sums: eight products are under way, as many as two units of four cycles
 * can take, and an x that is loaded serves four rows.
 *
 * @param stride from a row to the next, in elements.
 */
export function addGemv<T>(alpha: T, a: usize, stride: i32, m: i32, n: i32, x: usize, y: usize): void {
  const step = lanes<T>();
  const pairs = n - (n % (2 * step));
  const whole = n - (n % step);
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    const a0 = at<T>(a, i * stride);
    const a1 = at<T>(a0, stride);
    const a2 = at<T>(a1, stride);
    const a3 = at<T>(a2, stride);
    let p0 = v128.splat<T>(0);
    let p1 = p0;
    let p2 = p0;
    let p3 = p0;
    let q0 = p0;
    let q1 = p0;
    let q2 = p0;
    let q3 = p0;
    let j = 0;
    for (; j < pairs; j += 2 * step) {
      const o = <usize>j * sizeof<T>();
      const x0 = v128.load(x + o);
      const x1 = v128.load(x + o, 16);
      p0 = madd<T>(v128.load(a0 + o), x0, p0);
      p1 = madd<T>(v128.load(a1 + o), x0, p1);
      p2 = madd<T>(v128.load(a2 + o), x0, p2);
      p3 = madd<T>(v128.load(a3 + o), x0, p3);
      q0 = madd<T>(v128.load(a0 + o, 16), x1, q0);
      q1 = madd<T>(v128.load(a1 + o, 16), x1, q1);
      q2 = madd<T>(v128.load(a2 + o, 16), x1, q2);
      q3 = madd<T>(v128.load(a3 + o, 16), x1, q3);
    }
    if (j < whole) {
      const o = <usize>j * sizeof<T>();
      const x0 = v128.load(x + o);
      p0 = madd<T>(v128.load(a0 + o), x0, p0);
      p1 = madd<T>(v128.load(a1 + o), x0, p1);
      p2 = madd<T>(v128.load(a2 + o), x0, p2);
      p3 = madd<T>(v128.load(a3 + o), x0, p3);
      j += step;
    }
    let s0 = sumOfLanes<T>(v128.add<T>(p0, q0));
    let s1 = sumOfLanes<T>(v128.add<T>(p1, q1));
    let s2 = sumOfLanes<T>(v128.add<T>(p2, q2));
    let s3 = sumOfLanes<T>(v128.add<T>(p3, q3));
    for (; j < n; j++) {
      const o = <usize>j * sizeof<T>();
      const xj = load<T>(x + o);
      s0 += load<T>(a0 + o) * xj;
      s1 += load<T>(a1 + o) * xj;
      s2 += load<T>(a2 + o) * xj;
      s3 += load<T>(a3 + o) * xj;
    }
    const to = at<T>(y, i);
    store<T>(to, load<T>(to) + alpha * s0);
    store<T>(to, load<T>(to, sizeof<T>()) + alpha * s1, sizeof<T>());
    store<T>(to, load<T>(to, 2 * sizeof<T>()) + alpha * s2, 2 * sizeof<T>());
    store<T>(to, load<T>(to, 3 * sizeof<T>()) + alpha * s3, 3 * sizeof<T>());
  }
  for (; i < m; i++) {
    const to = at<T>(y, i);
    store<T>(to, load<T>(to) + alpha * dot<T>(at<T>(a, i * stride), x, n));
  }
}

/** Σ xⱼ yⱼ over n elements, in the order in which `addGemv` sums a row: a row's score does not depend on its neighbours. */
export function dot<T>(x: usize, y: usize, n: i32): T {
  const step = lanes<T>();
  const pairs = n - (n % (2 * step));
  const whole = n - (n % step);
  let p = v128.splat<T>(0);
  let q = p;
  let j = 0;
  for (; j < pairs; j += 2 * step) {
    const o = <usize>j * sizeof<T>();
    p = madd<T>(v128.load(x + o), v128.load(y + o), p);
    q = madd<T>(v128.load(x + o, 16), v128.load(y + o, 16), q);
  }
  if (j < whole) {
    const o = <usize>j * sizeof<T>();
    p = madd<T>(v128.load(x + o), v128.load(y + o), p);
    j += step;
  }
  let s = sumOfLanes<T>(v128.add<T>(p, q));
  for (; j < n; j++) s += load<T>(at<T>(x, j)) * load<T>(at<T>(y, j));
  return s;
}

/** y ← y + α Aᵀ x. Eight rows at once: a y that is loaded and stored takes eight products. */
export function addGemvTransposed<T>(
  alpha: T,
  a: usize,
  stride: i32,
  m: i32,
  n: i32,
  x: usize,
  y: usize,
): void {
  let i = 0;
  for (; i + 8 <= m; i += 8) addEightRows<T>(alpha, at<T>(a, i * stride), stride, n, at<T>(x, i), y);
  for (; i < m; i++) addRow<T>(alpha * load<T>(at<T>(x, i)), at<T>(a, i * stride), n, y);
}

function addEightRows<T>(alpha: T, a: usize, stride: i32, n: i32, x: usize, y: usize): void {
  const step = lanes<T>();
  const whole = n - (n % step);
  const x0 = alpha * load<T>(at<T>(x, 0));
  const x1 = alpha * load<T>(at<T>(x, 1));
  const x2 = alpha * load<T>(at<T>(x, 2));
  const x3 = alpha * load<T>(at<T>(x, 3));
  const x4 = alpha * load<T>(at<T>(x, 4));
  const x5 = alpha * load<T>(at<T>(x, 5));
  const x6 = alpha * load<T>(at<T>(x, 6));
  const x7 = alpha * load<T>(at<T>(x, 7));
  const v0 = v128.splat<T>(x0);
  const v1 = v128.splat<T>(x1);
  const v2 = v128.splat<T>(x2);
  const v3 = v128.splat<T>(x3);
  const v4 = v128.splat<T>(x4);
  const v5 = v128.splat<T>(x5);
  const v6 = v128.splat<T>(x6);
  const v7 = v128.splat<T>(x7);
  const a1 = at<T>(a, stride);
  const a2 = at<T>(a1, stride);
  const a3 = at<T>(a2, stride);
  const a4 = at<T>(a3, stride);
  const a5 = at<T>(a4, stride);
  const a6 = at<T>(a5, stride);
  const a7 = at<T>(a6, stride);
  let j = 0;
  for (; j < whole; j += step) {
    const o = <usize>j * sizeof<T>();
    let p = v128.load(y + o);
    let q = v128.mul<T>(v128.load(a1 + o), v1);
    p = madd<T>(v128.load(a + o), v0, p);
    q = madd<T>(v128.load(a3 + o), v3, q);
    p = madd<T>(v128.load(a2 + o), v2, p);
    q = madd<T>(v128.load(a5 + o), v5, q);
    p = madd<T>(v128.load(a4 + o), v4, p);
    q = madd<T>(v128.load(a7 + o), v7, q);
    p = madd<T>(v128.load(a6 + o), v6, p);
    v128.store(y + o, v128.add<T>(p, q));
  }
  for (; j < n; j++) {
    const o = <usize>j * sizeof<T>();
    const p = load<T>(a + o) * x0 + load<T>(a1 + o) * x1 + (load<T>(a2 + o) * x2 + load<T>(a3 + o) * x3);
    const q = load<T>(a4 + o) * x4 + load<T>(a5 + o) * x5 + (load<T>(a6 + o) * x6 + load<T>(a7 + o) * x7);
    store<T>(y + o, load<T>(y + o) + (p + q));
  }
}

/** y ← y + c a for n elements. */
function addRow<T>(c: T, a: usize, n: i32, y: usize): void {
  const step = lanes<T>();
  const whole = n - (n % step);
  const v = v128.splat<T>(c);
  let j = 0;
  for (; j < whole; j += step) {
    const o = <usize>j * sizeof<T>();
    v128.store(y + o, madd<T>(v, v128.load(a + o), v128.load(y + o)));
  }
  for (; j < n; j++) {
    const o = <usize>j * sizeof<T>();
    store<T>(y + o, load<T>(y + o) + c * load<T>(a + o));
  }
}
