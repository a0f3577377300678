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

export function makeMaxPool2D(
  config: PoolConfig,
  { inputShape }: Place,
): Layer<{ shape: Shape; chosen: Floats }> {
  const window = poolWindow(config, inputShape);
  const { outH, outW, C, h, w } = window;
  const size = outH * outW * C;
  return {
    outputShape: [outH, outW, C],
    flops: size * h * w,
    cacheSize: size,
    forward(_theta, { shape, data: x }, { take }) {
      const n = shape[0];
      const [y, chosen] = [take(n * size), take(n * size)];
      chosen.fill(-1);
      eachCell(window, n, (from, to, cell) => {
        for (let c = 0; c < C; c++) {
          const value = x[from + c];
          // NaN is larger than anything: it stays.
          if (chosen[to + c] < 0 || value > y[to + c] || Number.isNaN(value)) {
            y[to + c] = value;
            chosen[to + c] = cell;
          }
        }
      });
      return { output: { shape: [n, outH, outW, C], data: y }, cache: { shape, chosen } };
    },
    backward(_theta, { shape, chosen }, { data: D }, _gradient, { take, needsInputGradient }) {
      if (!needsInputGradient) return null;
      const dX = take(sizeOf(shape)).fill(0);
      eachCell(window, shape[0], (from, to, cell) => {
        for (let c = 0; c < C; c++) if (chosen[to + c] === cell) dX[from + c] += D[to + c];
      });
      return { shape, data: dX };
    },
  };
}

export function makeAvgPool2D(config: PoolConfig, { inputShape }: Place): Layer<Shape> {
  const window = poolWindow(config, inputShape);
  const { outH, outW, C, h, w } = window;
  const size = outH * outW * C;
  return {
    outputShape: [outH, outW, C],
    flops: size * h * w,
    forward(_theta, { shape, data: x }, { take }) {
      const n = shape[0];
      const y = take(n * size).fill(0);
      eachCell(window, n, (from, to, _cell, count) => {
        for (let c = 0; c < C; c++) y[to + c] += x[from + c] / count;
      });
      return { output: { shape: [n, outH, outW, C], data: y }, cache: shape };
    },
    backward(_theta, shape, { data: D }, _gradient, { take, needsInputGradient }) {
      if (!needsInputGradient) return null;
      const dX = take(sizeOf(shape)).fill(0);
      eachCell(window, shape[0], (from, to, _cell, count) => {
        for (let c = 0; c < C; c++) dX[from + c] += D[to + c] / count;
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

/** @param from the input's C channels. @param to the output's. @param cell 0…h·w−1 in the window. @param count how many of its cells lie in the image. */
type VisitCell = (from: number, to: number, cell: number, count: number) => void;

/** Goes through the cells of all windows that lie in the image, row by row. */
function eachCell(window: Window, n: number, visit: VisitCell): void {
  const { H, W, C, h, w, outH, outW, strideY, strideX, top, left } = window;
  let to = 0;
  for (let i = 0; i < n; i++) {
    for (let oy = 0; oy < outH; oy++) {
      const y0 = oy * strideY - top;
      const [firstRow, lastRow] = clip(y0, h, H);
      for (let ox = 0; ox < outW; ox++, to += C) {
        const x0 = ox * strideX - left;
        const [firstColumn, lastColumn] = clip(x0, w, W);
        const count = (lastRow - firstRow) * (lastColumn - firstColumn);
        for (let r = firstRow; r < lastRow; r++) {
          for (let s = firstColumn; s < lastColumn; s++) {
            visit(((i * H + y0 + r) * W + x0 + s) * C, to, r * w + s, count);
          }
        }
      }
    }
  }
}
