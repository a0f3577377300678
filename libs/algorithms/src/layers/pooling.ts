import type { Floats } from "../kernels/index.ts";
import { sizeOf, type Shape } from "../tensor/tensor.ts";
import { checkOptions } from "../validation/parameters.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";
import { clip } from "./patches.ts";
import { requireAxes } from "./require-axes.ts";
import { windowOf, type Padding, type Pair, type Window } from "./window.ts";

export interface PoolOptions {
  /** From one window to the next. Default: the window's size, so that none overlap. */
  stride?: Pair;
  /** Default `valid`: none. Padding is no part of the image: it is never the largest, and counts in no mean. */
  padding?: Padding;
}

export interface PoolConfig extends LayerConfig, PoolOptions {
  readonly type: "maxPool2d" | "avgPool2d";
  readonly poolSize: Pair;
}

/**
 * The largest number of each window, channel by channel; of equal ones the first, row by row, gets the gradient.
 *
 * @param poolSize the window's height and width. Default 2.
 */
export function maxPool2d(poolSize: Pair = 2, options: PoolOptions = {}): PoolConfig {
  return { type: "maxPool2d", poolSize, ...options };
}

/**
 * The mean of each window, channel by channel.
 *
 * @param poolSize the window's height and width. Default 2.
 */
export function avgPool2d(poolSize: Pair = 2, options: PoolOptions = {}): PoolConfig {
  return { type: "avgPool2d", poolSize, ...options };
}

interface MaxCache {
  readonly shape: Shape;
  /** Of every output, where in its window the largest number is: r W + s for row r and column s of the window. */
  readonly chosen: Floats;
}

export function makeMaxPool2D(config: PoolConfig, { inputShape }: Place): Layer<MaxCache> {
  const window = poolWindow(config, inputShape);
  const { W, C, outH, outW, h, w } = window;
  const size = outH * outW * C;
  return {
    outputShape: [outH, outW, C],
    flops: size * h * w,
    cacheSize: size,
    forward(_theta, { shape, data: x }, { take }) {
      const n = shape[0];
      const [y, chosen] = [take(n * size), take(n * size)];
      eachWindow(window, n, (corner, to, r0, r1, s0, s1) => {
        for (let c = 0; c < C; c++) {
          const first = corner + c;
          const at = placeOfLargest(x, first, r0, r1, s0, s1, W * C, C);
          y[to + c] = x[at];
          chosen[to + c] = (at - first) / C;
        }
      });
      return { output: { shape: [n, outH, outW, C], data: y }, cache: { shape, chosen } };
    },
    backward(_theta, { shape, chosen }, { data: D }, _gradient, { take, needsInputGradient }) {
      if (!needsInputGradient) return null;
      const dX = take(sizeOf(shape)).fill(0);
      eachWindow(window, shape[0], (corner, to) => {
        for (let c = 0; c < C; c++) dX[corner + chosen[to + c] * C + c] += D[to + c];
      });
      return { shape, data: dX };
    },
  };
}

/**
 * Of the numbers at `first + r · row + s · column`, the place of the largest; NaN is larger than any, of equal ones it is the
 * first. Without a branch, which no one could predict.
 */
function placeOfLargest(
  x: Floats,
  first: number,
  r0: number,
  r1: number,
  s0: number,
  s1: number,
  row: number,
  column: number,
): number {
  let best = first + r0 * row + s0 * column;
  for (let r = r0; r < r1; r++) {
    for (let s = s0; s < s1; s++) {
      const at = first + r * row + s * column;
      const isLarger = Number(!(x[at] <= x[best])) & Number(x[best] === x[best]);
      best += -isLarger & (at - best);
    }
  }
  return best;
}

export function makeAvgPool2D(config: PoolConfig, { inputShape }: Place): Layer<Shape> {
  const window = poolWindow(config, inputShape);
  const { W, C, outH, outW, h, w } = window;
  const size = outH * outW * C;
  return {
    outputShape: [outH, outW, C],
    flops: size * h * w,
    forward(_theta, { shape, data: x }, { take }) {
      const n = shape[0];
      const y = take(n * size).fill(0);
      eachWindow(window, n, (corner, to, r0, r1, s0, s1) => {
        const share = 1 / ((r1 - r0) * (s1 - s0));
        for (let r = r0; r < r1; r++) {
          for (let from = corner + (r * W + s0) * C; from < corner + (r * W + s1) * C; from += C) {
            for (let c = 0; c < C; c++) y[to + c] += share * x[from + c];
          }
        }
      });
      return { output: { shape: [n, outH, outW, C], data: y }, cache: shape };
    },
    backward(_theta, shape, { data: D }, _gradient, { take, needsInputGradient }) {
      if (!needsInputGradient) return null;
      const dX = take(sizeOf(shape)).fill(0);
      eachWindow(window, shape[0], (corner, to, r0, r1, s0, s1) => {
        const share = 1 / ((r1 - r0) * (s1 - s0));
        for (let r = r0; r < r1; r++) {
          for (let from = corner + (r * W + s0) * C; from < corner + (r * W + s1) * C; from += C) {
            for (let c = 0; c < C; c++) dX[from + c] += share * D[to + c];
          }
        }
      });
      return { shape, data: dX };
    },
  };
}

function poolWindow(config: PoolConfig, inputShape: Shape): Window {
  checkOptions({ type: 0, poolSize: 0, stride: 0, padding: 0 }, config);
  requireAxes(inputShape, 3, "n × height × width × channels", "Give images with the channels last.");
  const { poolSize: size, stride = size, padding = "valid" } = config;
  return windowOf(inputShape, { size, stride, padding }, "poolSize");
}

/**
 * @param corner where the window's first cell is, or would be: cell (r, s) is at `corner + (r W + s) C`.
 * @param to the output's C channels.
 * @param r0 the window's rows `[r0, r1)` and columns `[s0, s1)` lie in the image.
 */
type VisitWindow = (corner: number, to: number, r0: number, r1: number, s0: number, s1: number) => void;

/** Goes through the windows of all images, row by row. */
function eachWindow(window: Window, n: number, visit: VisitWindow): void {
  const { H, W, C, h, w, outH, outW, strideY, strideX, top, left } = window;
  let to = 0;
  for (let i = 0; i < n; i++) {
    for (let oy = 0; oy < outH; oy++) {
      const y0 = oy * strideY - top;
      const [r0, r1] = clip(y0, h, H);
      for (let ox = 0; ox < outW; ox++, to += C) {
        const x0 = ox * strideX - left;
        const [s0, s1] = clip(x0, w, W);
        visit(((i * H + y0) * W + x0) * C, to, r0, r1, s0, s1);
      }
    }
  }
}
