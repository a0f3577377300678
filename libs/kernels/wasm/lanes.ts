/** So many T fit a vector of 128 bits: 2 float64, 4 float32. */
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

/** a b + c in every lane: in one rounding where the runtime has relaxed SIMD and the processor FMA, else in two. */
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** The sum of the lanes. */
export function sumOfLanes<T>(a: v128): T {
  if (sizeof<T>() == 8) return <T>(f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1));
  return <T>(
    (f32x4.extract_lane(a, 0) +
      f32x4.extract_lane(a, 1) +
      (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3)))
  );
}

/** The address of element `index` behind `base`. */
export function at<T>(base: usize, index: i32): usize {
  return base + <usize>index * sizeof<T>();
}
