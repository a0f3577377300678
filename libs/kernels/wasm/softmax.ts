import { exp32, exp64 } from "./exp";
import { at, lanes, sumOfLanes } from "./lanes";

/** Each of m rows of n values z ← e^(z − max z) / Σ e^(z − max z). @param z rows of whole vectors, filled up with −∞. */
export function softmaxRows<T>(z: usize, m: i32, n: i32): void {
  const step = lanes<T>();
  for (let i = 0; i < m; i++) {
    const row = at<T>(z, i * n);
    // A NaN that this maximum passes over is met again in the sum.
    let largest = v128.load(row);
    for (let j = step; j < n; j += step) largest = v128.pmax<T>(largest, v128.load(at<T>(row, j)));
    const top = v128.splat<T>(maxOfLanes<T>(largest));
    let sums = v128.splat<T>(0);
    for (let j = 0; j < n; j += step) {
      const to = at<T>(row, j);
      const e = exp<T>(v128.sub<T>(v128.load(to), top));
      v128.store(to, e);
      sums = v128.add<T>(sums, e);
    }
    const sum = v128.splat<T>(sumOfLanes<T>(sums));
    for (let j = 0; j < n; j += step) {
      const to = at<T>(row, j);
      v128.store(to, v128.div<T>(v128.load(to), sum));
    }
  }
}

function exp<T>(x: v128): v128 {
  return sizeof<T>() == 8 ? exp64(x) : exp32(x);
}

function maxOfLanes<T>(a: v128): T {
  if (sizeof<T>() == 8) return <T>max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
  return <T>(
    max(
      max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
      max(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3)),
    )
  );
}
