import { at, lanes, madd, sumOfLanes } from "./lanes";

/** D_ij ← Σ (a_ik − b_jk)² for m rows of A and l rows of B, of n values each. Four rows of B at once. */
export function squaredDistances<T>(a: usize, m: i32, b: usize, l: i32, n: i32, d: usize): void {
  for (let i = 0; i < m; i++) {
    const ai = at<T>(a, i * n);
    const to = at<T>(d, i * l);
    let j = 0;
    for (; j + 4 <= l; j += 4) fourDistances<T>(ai, at<T>(b, j * n), n, at<T>(to, j));
    for (; j < l; j++) store<T>(at<T>(to, j), distance<T>(ai, at<T>(b, j * n), n));
  }
}

function fourDistances<T>(a: usize, b0: usize, n: i32, to: usize): void {
  const step = lanes<T>();
  const whole = n - (n % step);
  const b1 = at<T>(b0, n);
  const b2 = at<T>(b1, n);
  const b3 = at<T>(b2, n);
  let p0 = v128.splat<T>(0);
  let p1 = p0;
  let p2 = p0;
  let p3 = p0;
  let k = 0;
  for (; k < whole; k += step) {
    const o = <usize>k * sizeof<T>();
    const x = v128.load(a + o);
    const r0 = v128.sub<T>(x, v128.load(b0 + o));
    const r1 = v128.sub<T>(x, v128.load(b1 + o));
    const r2 = v128.sub<T>(x, v128.load(b2 + o));
    const r3 = v128.sub<T>(x, v128.load(b3 + o));
    p0 = madd<T>(r0, r0, p0);
    p1 = madd<T>(r1, r1, p1);
    p2 = madd<T>(r2, r2, p2);
    p3 = madd<T>(r3, r3, p3);
  }
  store<T>(to, sumOfLanes<T>(p0) + restOf<T>(a, b0, k, n));
  store<T>(to, sumOfLanes<T>(p1) + restOf<T>(a, b1, k, n), sizeof<T>());
  store<T>(to, sumOfLanes<T>(p2) + restOf<T>(a, b2, k, n), 2 * sizeof<T>());
  store<T>(to, sumOfLanes<T>(p3) + restOf<T>(a, b3, k, n), 3 * sizeof<T>());
}

function distance<T>(a: usize, b: usize, n: i32): T {
  const step = lanes<T>();
  const whole = n - (n % step);
  let p = v128.splat<T>(0);
  for (let k = 0; k < whole; k += step) {
    const r = v128.sub<T>(v128.load(at<T>(a, k)), v128.load(at<T>(b, k)));
    p = madd<T>(r, r, p);
  }
  return sumOfLanes<T>(p) + restOf<T>(a, b, whole, n);
}

/** The terms from k on, which fill no vector. */
function restOf<T>(a: usize, b: usize, k: i32, n: i32): T {
  let sum: T = 0;
  for (; k < n; k++) {
    const r = load<T>(at<T>(a, k)) - load<T>(at<T>(b, k));
    sum += r * r;
  }
  return sum;
}
