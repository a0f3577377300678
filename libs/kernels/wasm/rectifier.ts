import { at, lanes } from "./lanes";

/** Each of m rows of n values z ← z + b. @param stride from a row to the next, in elements. */
export function addToRows<T>(z: usize, stride: i32, m: i32, n: i32, b: usize): void {
  const step = lanes<T>();
  const whole = n - (n % step);
  for (let i = 0; i < m; i++) {
    const row = at<T>(z, i * stride);
    let j = 0;
    for (; j < whole; j += step) {
      const o = <usize>j * sizeof<T>();
      v128.store(row + o, v128.add<T>(v128.load(row + o), v128.load(b + o)));
    }
    for (; j < n; j++) {
      const o = <usize>j * sizeof<T>();
      store<T>(row + o, load<T>(row + o) + load<T>(b + o));
    }
  }
}

/** Each of m rows of n values z ← ½ (z + b + |z + b|). */
export function rectifyRows<T>(z: usize, stride: i32, m: i32, n: i32, b: usize): void {
  const step = lanes<T>();
  const whole = n - (n % step);
  const half = v128.splat<T>(<T>0.5);
  for (let i = 0; i < m; i++) {
    const row = at<T>(z, i * stride);
    let j = 0;
    for (; j < whole; j += step) {
      const o = <usize>j * sizeof<T>();
      const value = v128.add<T>(v128.load(row + o), v128.load(b + o));
      v128.store(row + o, v128.mul<T>(half, v128.add<T>(value, v128.abs<T>(value))));
    }
    for (; j < n; j++) {
      const o = <usize>j * sizeof<T>();
      const value = load<T>(row + o) + load<T>(b + o);
      store<T>(row + o, <T>0.5 * (value + abs<T>(value)));
    }
  }
}

/** g ← g [y > 0], for n values. */
export function rectifyGradient<T>(y: usize, g: usize, n: i32): void {
  const step = lanes<T>();
  const whole = n - (n % step);
  const zero = v128.splat<T>(0);
  const one = v128.splat<T>(1);
  let i = 0;
  for (; i < whole; i += step) {
    const o = <usize>i * sizeof<T>();
    const isPositive = v128.and(v128.gt<T>(v128.load(y + o), zero), one);
    v128.store(g + o, v128.mul<T>(v128.load(g + o), isPositive));
  }
  for (; i < n; i++) {
    const o = <usize>i * sizeof<T>();
    store<T>(g + o, load<T>(g + o) * <T>(load<T>(y + o) > 0 ? 1 : 0));
  }
}
