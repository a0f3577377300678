import { at, lanes, madd } from "./lanes";
import { SlidingWindow } from "./sliding-window";

/** What is done at a place of the window. */
const MAX: i32 = 0;
const MEAN: i32 = 1;
const MEAN_GRADIENT: i32 = 2;

/** @param first the place of the first number of x among all images. @param places int32, one for each of y. */
export function maxPool<T>(
  window: SlidingWindow,
  x: usize,
  n: i32,
  first: i32,
  y: usize,
  places: usize,
): void {
  eachPlace<T>(MAX, window, x, n, y, first, places);
}

/** @param dx `size` zeros, of which the first is number `first` of all images. @param d `length` numbers, as many as places. */
export function maxPoolGradient<T>(
  d: usize,
  places: usize,
  length: i32,
  first: i32,
  dx: usize,
  size: i32,
): void {
  for (let i = 0; i < length; i++) {
    const place = load<i32>(at<i32>(places, i)) - first;
    // No place that `maxPool` found is elsewhere.
    if (<u32>place >= <u32>size) continue;
    const to = at<T>(dx, place);
    store<T>(to, load<T>(to) + load<T>(at<T>(d, i)));
  }
}

/** @param y zeros. */
export function meanPool<T>(window: SlidingWindow, x: usize, n: i32, y: usize): void {
  eachPlace<T>(MEAN, window, x, n, y, 0, 0);
}

/** @param dx zeros. */
export function meanPoolGradient<T>(window: SlidingWindow, d: usize, n: i32, dx: usize): void {
  eachPlace<T>(MEAN_GRADIENT, window, dx, n, d, 0, 0);
}

/** Goes through the places of the window on n images x, row by row, and the outputs y. */
function eachPlace<T>(
  what: i32,
  window: SlidingWindow,
  x: usize,
  n: i32,
  y: usize,
  first: i32,
  places: usize,
): void {
  const H = window.H;
  const W = window.W;
  const C = window.C;
  let to = 0;
  for (let i = 0; i < n; i++) {
    for (let oy = 0; oy < window.outH; oy++) {
      const y0 = oy * window.strideY - window.top;
      const r0 = max(0, -y0);
      const nRows = min(window.h, H - y0) - r0;
      for (let ox = 0; ox < window.outW; ox++) {
        const x0 = ox * window.strideX - window.left;
        const s0 = max(0, -x0);
        const nColumns = min(window.w, W - x0) - s0;
        const corner = ((i * H + y0 + r0) * W + x0 + s0) * C;
        const cells = at<T>(x, corner);
        const output = at<T>(y, to);
        if (what == MAX) {
          largest<T>(cells, nRows, nColumns, W, C, first + corner, output, at<i32>(places, to));
        } else {
          shares<T>(what == MEAN, cells, nRows, nColumns, W, C, output);
        }
        to += C;
      }
    }
  }
}

/** The largest of the cells' numbers, channel by channel. @param place that of the first cell. */
function largest<T>(
  cells: usize,
  nRows: i32,
  nColumns: i32,
  W: i32,
  C: i32,
  place: i32,
  y: usize,
  places: usize,
): void {
  const step = lanes<T>();
  const whole = C - (C % step);
  let c = 0;
  for (; c < whole; c += step) {
    let best = v128.load(at<T>(cells, c));
    let chosen = v128.splat<T>(0);
    for (let r = 0; r < nRows; r++) {
      for (let s = 0; s < nColumns; s++) {
        const cell = r * W + s;
        const value = v128.load(at<T>(cells, cell * C + c));
        // What is not at most the best is larger, or one of them is NaN.
        const isLarger = v128.andnot(v128.eq<T>(best, best), v128.le<T>(value, best));
        best = v128.bitselect(value, best, isLarger);
        chosen = v128.bitselect(v128.splat<T>(<T>cell), chosen, isLarger);
      }
    }
    v128.store(at<T>(y, c), best);
    storePlaces<T>(chosen, C, place + c, at<i32>(places, c));
  }
  for (; c < C; c++) {
    let best = load<T>(at<T>(cells, c));
    let chosen = 0;
    for (let r = 0; r < nRows; r++) {
      for (let s = 0; s < nColumns; s++) {
        const cell = r * W + s;
        const value = load<T>(at<T>(cells, cell * C + c));
        const isLarger = !(value <= best) && best == best;
        best = select<T>(value, best, isLarger);
        chosen = select<i32>(cell, chosen, isLarger);
      }
    }
    store<T>(at<T>(y, c), best);
    store<i32>(at<i32>(places, c), place + c + chosen * C);
  }
}

/** @param chosen cells, one for each of a vector of channels. @param place of the first one's number in cell 0. */
function storePlaces<T>(chosen: v128, C: i32, place: i32, places: usize): void {
  const inFirst = i32x4.add(i32x4.splat(place), i32x4(0, 1, 2, 3));
  if (sizeof<T>() == 8) {
    const cells = i32x4.trunc_sat_f64x2_s_zero(chosen);
    v128.store_lane<i64>(places, i32x4.add(inFirst, i32x4.mul(cells, i32x4.splat(C))), 0);
  } else {
    const cells = i32x4.trunc_sat_f32x4_s(chosen);
    v128.store(places, i32x4.add(inFirst, i32x4.mul(cells, i32x4.splat(C))));
  }
}

/** y ← y + the cells' mean, channel by channel; or to every cell its share of y. */
function shares<T>(gathers: bool, cells: usize, nRows: i32, nColumns: i32, W: i32, C: i32, y: usize): void {
  const share = <T>1 / <T>(nRows * nColumns);
  for (let r = 0; r < nRows; r++) {
    for (let s = 0; s < nColumns; s++) {
      const cell = at<T>(cells, (r * W + s) * C);
      if (gathers) addTimes<T>(share, cell, C, y);
      else addTimes<T>(share, y, C, cell);
    }
  }
}

/** y ← y + a x for n numbers. */
function addTimes<T>(a: T, x: usize, n: i32, y: usize): void {
  const step = lanes<T>();
  const whole = n - (n % step);
  const factor = v128.splat<T>(a);
  let j = 0;
  for (; j < whole; j += step) {
    v128.store(at<T>(y, j), madd<T>(factor, v128.load(at<T>(x, j)), v128.load(at<T>(y, j))));
  }
  for (; j < n; j++) store<T>(at<T>(y, j), load<T>(at<T>(y, j)) + a * load<T>(at<T>(x, j)));
}
