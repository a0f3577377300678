import { asIndex } from "../tensor/as-index.ts";
import { sizeOf, type Shape } from "../tensor/tensor.ts";
import type { Layer, Place } from "./layer.ts";
import {
  cellColumns,
  cellsInside,
  eachWindowRow,
  poolWindow,
  type PoolConfig,
  type PoolOptions,
} from "./pool-window.ts";
import type { Pair, Window } from "./window.ts";

/**
 * The mean of each window, channel by channel.
 *
 * @param poolSize the window's height and width. Default 2.
 */
export function avgPool2d(poolSize: Pair = 2, options: PoolOptions = {}): PoolConfig {
  return { type: "avgPool2d", poolSize, ...options };
}

export function makeAvgPool2D(config: PoolConfig, { inputShape }: Place): Layer<Shape> {
  const window = poolWindow(config, inputShape);
  const { C, outH, outW, h, w } = window;
  const size = outH * outW * C;
  const eachCell = cellsOf(window);
  return {
    outputShape: [outH, outW, C],
    flops: size * h * w,
    forward(_theta, { shape, data: x }, { take }) {
      const n = shape[0];
      const y = take(n * size).fill(0);
      eachCell(n, (from, to, share) => {
        for (let c = 0; c < C; c++) y[to + c] += share * x[from + c];
      });
      return { output: { shape: [n, outH, outW, C], data: y }, cache: shape };
    },
    backward(_theta, shape, { data: D }, _gradient, { take, needsInputGradient }) {
      if (!needsInputGradient) return null;
      const dX = take(sizeOf(shape)).fill(0);
      eachCell(shape[0], (from, to, share) => {
        for (let c = 0; c < C; c++) dX[from + c] += share * D[to + c];
      });
      return { shape, data: dX };
    },
  };
}

/** @param from the C channels of a cell. @param to those of the output. @param share 1 / the window's cells in the image. */
type VisitCell = (from: number, to: number, share: number) => void;

/** @returns what goes through the cells of all windows of n images. */
function cellsOf(window: Window): (n: number, visit: VisitCell) => void {
  const { W, C, w, outW, strideX, left } = window;
  const columns = cellColumns(window);
  const widths = Array.from({ length: outW }, (_, ox) => {
    const [s0, s1] = cellsInside(ox * strideX - left, w, W);
    return s1 - s0;
  });
  return (n, visit) => {
    eachWindowRow(window, n, (to, y0, y1) => {
      for (let row = y0; row < y1; row++) {
        for (const { first, count, x } of columns) {
          for (let i = 0; i < count; i++) {
            const from = asIndex((row * W + x + i * strideX) * C);
            visit(from, asIndex(to + (first + i) * C), 1 / ((y1 - y0) * widths[first + i]));
          }
        }
      }
    });
  };
}
