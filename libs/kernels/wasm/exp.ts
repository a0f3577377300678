import { madd } from "./lanes";

/** 2^(−j / 64). */
const FRACTIONS: usize = memory.data<f64>([
  1, 0.9892280131939755, 0.9785720620877001, 0.9680308967461473, 0.9576032806985737, 0.9472879907934828,
  0.93708381705515, 0.9269895625416928, 0.9170040432046712, 0.9071260877501994, 0.8973545375015536,
  0.8876882462632606, 0.8781260801866497, 0.8686669176368531, 0.859309649061239, 0.8500531768592617,
  0.8408964152537146, 0.8318382901633682, 0.8228777390769824, 0.8140137109286739, 0.8052451659746271,
  0.7965710756711335, 0.7879904225539432, 0.7795022001189185, 0.7711054127039705, 0.7627990753722691,
  0.7545822137967114, 0.7464538641456324, 0.7384130729697497, 0.7304588970903234, 0.7225904034885233,
  0.714806669195985, 0.7071067811865475, 0.6994898362691555, 0.6919549409819159, 0.6845012114872953,
  0.6771277734684463, 0.6698337620266515, 0.6626183215798707, 0.6554806057623822, 0.6484197773255048,
  0.6414350080393891, 0.6345254785958666, 0.6276903785123455, 0.620928906036742, 0.614240268053435,
  0.6076236799902345, 0.6010783657263515, 0.5946035575013605, 0.5881984958251406, 0.5818624293887887,
  0.5755946149764913, 0.5693943173783458, 0.5632608093041209, 0.5571933712979462, 0.5511912916539204,
  0.5452538663326288, 0.5393803988785599, 0.5335702003384118, 0.5278225891802786, 0.5221368912137069,
  0.5165124395106142, 0.5109485743270583, 0.5054446430258502,
]);

/** ln 2 / 64 in two parts: the first has so few digits that its products with m < 2¹⁶ are exact. */
const STEP: f64 = 0.010830424696249145;
const STEP_HIGH: f64 = 0.010830424682353623;
const STEP_LOW: f64 = 1.3895522248260433e-11;

/**
 * e⁻ᵃ for a ≥ 0, within 2 units of the last place (Tang, Table-Driven Implementation of the Exponential Function in IEEE
 * Floating-Point Arithmetic, 1989). With the multiple m of ln 2 / 64 nearest to a,
 *
 *     e⁻ᵃ = 2^(−m / 64) eʳ,   r = m ln 2 / 64 − a,   |r| < 0.0055,   eʳ ≈ 1 + r + r²/2 + r³/6 + r⁴/24 + r⁵/120
 *
 * Beyond a = 708 it is 0; of NaN it is NaN.
 */
export function expOfMinus(a: f64): f64 {
  if (!(a <= 708)) return a > 708 ? 0 : a;
  // Adding 1.5 · 2⁵² rounds to an integer and leaves it in the low bits: sooner there than by a conversion.
  const rounded = a * (1 / STEP) + 6755399441055744;
  const m = <i32>reinterpret<i64>(rounded);
  const steps = rounded - 6755399441055744;
  const r = steps * STEP_HIGH - a + steps * STEP_LOW;
  const r2 = r * r;
  const power = 1 + r + r2 * (0.5 + r * (1.0 / 6) + r2 * (1.0 / 24 + r * (1.0 / 120)));
  const fraction = load<f64>(FRACTIONS + ((<usize>(m & 63)) << 3));
  const scale = reinterpret<f64>((<i64>(1023 - (m >> 6))) << 52);
  return fraction * scale * power;
}

/** 1/13!, 1/12!, … 1/1!: in memory, for the compiler of the runtime builds a vector constant anew each time. */
const SERIES: usize = memory.data<f64>([
  1.0 / 6227020800,
  1.0 / 479001600,
  1.0 / 39916800,
  1.0 / 3628800,
  1.0 / 362880,
  1.0 / 40320,
  1.0 / 5040,
  1.0 / 720,
  1.0 / 120,
  1.0 / 24,
  1.0 / 6,
  0.5,
  1.0,
]);

/**
 * eˣ for x ≤ 0 in both lanes: x = k ln 2 + r, |r| ≤ ln 2 / 2, eʳ by its series to r¹³. Below −708 it is 0; NaN stays.
 *
 * k is x / ln 2, rounded; k ln 2 is subtracted in two parts (Cody & Waite, Software Manual for the Elementary Functions,
 * 1980): the first has so few digits that its product with k is exact.
 */
export function exp64(x: v128): v128 {
  const k = f64x2.nearest(f64x2.mul(x, f64x2.splat(1.4426950408889634)));
  let r = madd<f64>(k, f64x2.splat(-0.6931471803691238), x);
  r = madd<f64>(k, f64x2.splat(-1.9082149292705877e-10), r);
  let p = v128.load64_splat(SERIES);
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 8));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 16));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 24));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 32));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 40));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 48));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 56));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 64));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 72));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 80));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 88));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 96));
  p = madd<f64>(p, r, v128.load64_splat(SERIES, 96));
  // 2ᵏ: k in the low bits of k + 1.5 · 2⁵², moved to where a float64 has its exponent.
  const bits = i64x2.add(f64x2.add(k, f64x2.splat(6755399441055744)), i64x2.splat(1023));
  const result = f64x2.mul(p, i64x2.shl(bits, 52));
  return v128.andnot(result, f64x2.lt(x, f64x2.splat(-708)));
}

/** The same in four lanes of float32, by the series to r⁷; below −87 it is 0. */
export function exp32(x: v128): v128 {
  const k = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = madd<f32>(k, f32x4.splat(-0.693359375), x);
  r = madd<f32>(k, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(1.0 / 5040);
  p = madd<f32>(p, r, f32x4.splat(1.0 / 720));
  p = madd<f32>(p, r, f32x4.splat(1.0 / 120));
  p = madd<f32>(p, r, f32x4.splat(1.0 / 24));
  p = madd<f32>(p, r, f32x4.splat(1.0 / 6));
  p = madd<f32>(p, r, f32x4.splat(0.5));
  p = madd<f32>(p, r, f32x4.splat(1));
  p = madd<f32>(p, r, f32x4.splat(1));
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127));
  const result = f32x4.mul(p, i32x4.shl(exponent, 23));
  return v128.andnot(result, f32x4.lt(x, f32x4.splat(-87)));
}
