import { expOfMinus } from "./exp";
import { dot } from "./gemv";
import { madd, sumOfLanes } from "./lanes";

/** Numbers of the losses; `wasm/losses.ts` on the other side names them. */
const LOG_LOSS: i32 = 0;
const HINGE: i32 = 1;
const SQUARED_HINGE: i32 = 2;
const MODIFIED_HUBER: i32 = 3;
const PERCEPTRON: i32 = 4;
const SQUARED_ERROR: i32 = 5;
const HUBER: i32 = 6;
const EPSILON_INSENSITIVE: i32 = 7;
const SQUARED_EPSILON_INSENSITIVE: i32 = 8;

/** No loss pulls harder; log_loss with no more than 1. */
const STEEPEST: f64 = 1e12;

/**
 * The steps of at most 512 rows. The score of a row needs the step of the row before, and that its score: a chain that no
 * processor can shorten by doing more at once. So the score of the next row x' is taken apart,
 *
 *     w = κ v + c x        p' = w·x' + b = κ (v·x') + c (x·x') + b
 *
 * and both products are under way while the slope in c is still being computed.
 *
 * @param rates, factors, targets of the rows in the order they are taken; `order` their numbers.
 * @param result receives the product of the factors of log_loss, see `addLoss`.
 * @returns Σ l, for log_loss the part besides the logarithm of `result`.
 */
export function sgdSweep(
  loss: i32,
  epsilon: f64,
  x: usize,
  d: i32,
  order: usize,
  size: i32,
  targets: usize,
  rates: usize,
  factors: usize,
  l2: f64,
  fitIntercept: i32,
  w: usize,
  bias: usize,
  result: usize,
): f64 {
  const width = (<usize>d) << 3;
  let sum: f64 = 0;
  let product: f64 = 1;
  let b = load<f64>(bias);
  let row = x + <usize>load<i32>(order) * width;
  let ownDot = dot<f64>(w, row, d);
  for (let i = 0; i < size; i++) {
    const o = (<usize>i) << 3;
    const y = load<f64>(targets + o);
    const eta = load<f64>(rates + o);
    const next = i + 1 < size ? x + <usize>load<i32>(order + ((<usize>i + 1) << 2)) * width : row;
    products(w, row, next, d);
    const shrunk = 1 - eta * l2;
    const keep: f64 = shrunk > 0 ? shrunk : 0;
    const pull = eta * load<f64>(factors + o);
    // What does not wait for the slope.
    const withoutStep = keep * dotOfWeights;
    let step: f64;
    if (loss == LOG_LOSS) {
      const z = -y * (b + ownDot);
      const e = expOfMinus(abs(z));
      const likely = 1 + e;
      step = (pull * y * (z >= 0 ? 1 : e)) / likely;
      sum += max<f64>(z, 0);
      product /= likely;
    } else {
      const p = b + ownDot;
      step = -pull * cut(slopeOf(loss, epsilon, y, p));
      sum += valueOf(loss, epsilon, y, p);
    }
    if (fitIntercept) b += step;
    ownDot = withoutStep + step * dotOfRows;
    update(w, keep, step, row, d);
    row = next;
  }
  store<f64>(bias, b);
  store<f64>(result, product);
  return sum;
}

function cut(slope: f64): f64 {
  if (slope > STEEPEST) return STEEPEST;
  return slope < -STEEPEST ? -STEEPEST : slope;
}

/** What `products` found: v·x' and x·x'. */
let dotOfWeights: f64 = 0;
let dotOfRows: f64 = 0;

function products(w: usize, row: usize, next: usize, d: i32): void {
  let p0 = f64x2.splat(0);
  let p1 = p0;
  let q0 = p0;
  let q1 = p0;
  const pairs = d & ~3;
  let j = 0;
  for (; j < pairs; j += 4) {
    const o = (<usize>j) << 3;
    const n0 = v128.load(next + o);
    const n1 = v128.load(next + o, 16);
    p0 = madd<f64>(v128.load(w + o), n0, p0);
    p1 = madd<f64>(v128.load(w + o, 16), n1, p1);
    q0 = madd<f64>(v128.load(row + o), n0, q0);
    q1 = madd<f64>(v128.load(row + o, 16), n1, q1);
  }
  let p = sumOfLanes<f64>(f64x2.add(p0, p1));
  let q = sumOfLanes<f64>(f64x2.add(q0, q1));
  for (; j < d; j++) {
    const o = (<usize>j) << 3;
    const n = load<f64>(next + o);
    p += load<f64>(w + o) * n;
    q += load<f64>(row + o) * n;
  }
  dotOfWeights = p;
  dotOfRows = q;
}

/** w ← κ w + c x */
function update(w: usize, keep: f64, c: f64, row: usize, d: i32): void {
  const k = f64x2.splat(keep);
  const v = f64x2.splat(c);
  const whole = d & ~1;
  let j = 0;
  for (; j < whole; j += 2) {
    const o = (<usize>j) << 3;
    v128.store(w + o, madd<f64>(k, v128.load(w + o), f64x2.mul(v, v128.load(row + o))));
  }
  if (j < d) {
    const o = (<usize>j) << 3;
    store<f64>(w + o, keep * load<f64>(w + o) + c * load<f64>(row + o));
  }
}

/** ∂l/∂p; the formulas are in libs/algorithms/src/losses. */
function slopeOf(loss: i32, epsilon: f64, y: f64, p: f64): f64 {
  const z = y * p;
  const r = p - y;
  if (loss == HINGE) return z <= 1 ? -y : 0;
  if (loss == SQUARED_HINGE) return -2 * y * max<f64>(0, 1 - z);
  if (loss == MODIFIED_HUBER) return z < -1 ? -4 * y : -2 * y * max<f64>(0, 1 - z);
  if (loss == PERCEPTRON) return z <= 0 ? -y : 0;
  if (loss == SQUARED_ERROR) return r;
  if (loss == HUBER) return max(-epsilon, min(epsilon, r));
  if (loss == EPSILON_INSENSITIVE) return r > epsilon ? 1 : r < -epsilon ? -1 : 0;
  return 2 * copysign<f64>(max<f64>(0, abs(r) - epsilon), r);
}

/** l(y, p) */
function valueOf(loss: i32, epsilon: f64, y: f64, p: f64): f64 {
  const z = y * p;
  const r = abs(p - y);
  const margin = max<f64>(0, 1 - z);
  if (loss == HINGE) return margin;
  if (loss == SQUARED_HINGE) return margin * margin;
  if (loss == MODIFIED_HUBER) return z < -1 ? -4 * z : margin * margin;
  if (loss == PERCEPTRON) return max<f64>(0, -z);
  if (loss == SQUARED_ERROR) return 0.5 * r * r;
  if (loss == HUBER) return r <= epsilon ? 0.5 * r * r : epsilon * r - 0.5 * epsilon * epsilon;
  const beyond = max<f64>(0, r - epsilon);
  return loss == EPSILON_INSENSITIVE ? beyond : beyond * beyond;
}
