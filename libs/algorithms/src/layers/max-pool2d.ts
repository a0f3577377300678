import type { Floats } from "../kernels/index.ts";
import { asIndex } from "../tensor/as-index.ts";
import { sizeOf, type Shape } from "../tensor/tensor.ts";
import type { Layer, Place } from "./layer.ts";
import {
  cellColumns,
  eachWindowRow,
  poolWindow,
  type CellColumn,
  type PoolConfig,
  type PoolOptions,
} from "./pool-window.ts";
import type { Pair, Window } from "./window.ts";

/**
 * The largest number of each window, channel by channel; of equal ones the first, row by row, gets the gradient.
 *
 * @param poolSize the window's height and width. Default 2.
 */
export function maxPool2d(poolSize: Pair = 2, options: PoolOptions = {}): PoolConfig {
  return { type: "maxPool2d", poolSize, ...options };
}

interface Cache {
  readonly shape: Shape;
  /** Of every output, where in the input the largest number of its window is. */
  readonly places: Int32Array;
}

export function makeMaxPool2D(config: PoolConfig, { inputShape }: Place): Layer<Cache> {
  const window = poolWindow(config, inputShape);
  const { W, C, outH, outW, h, w } = window;
  const columns = cellColumns(window);
  const size = outH * outW * C;
  return {
    outputShape: [outH, outW, C],
    flops: size * h * w,
    cacheSize: size,
    forward(_theta, { shape, data: x }, { take }) {
      const n = shape[0];
      const y = take(n * size);
      const places = asIntegers(take(n * size));
      eachWindowRow(window, n, (to, y0, y1) => {
        takeFirst(window, x, y0, y, places, to);
        for (let row = y0; row < y1; row++) {
          columns.forEach((column, s) => {
            if (row > y0 || s > 0) takeLarger(window, x, row * W, column, y, places, to);
          });
        }
      });
      return { output: { shape: [n, outH, outW, C], data: y }, cache: { shape, places } };
    },
    backward(_theta, { shape, places }, { data: D }, _gradient, { take, needsInputGradient }) {
      if (!needsInputGradient) return null;
      const dX = take(sizeOf(shape)).fill(0);
      for (let i = 0; i < D.length; i++) dX[asIndex(places[i])] += D[i];
      return { shape, data: dX };
    },
  };
}

/** The same memory as integers, as many as there are numbers. */
function asIntegers({ buffer, byteOffset, length }: Floats): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/** Of each window of a row the first cell that is in the image. */
function takeFirst(
  { W, C, outW, strideX, left }: Window,
  x: Floats,
  row: number,
  y: Floats,
  places: Int32Array,
  to: number,
): void {
  const width = asIndex(C);
  for (let ox = 0; ox < outW; ox++) {
    const from = asIndex((row * W + Math.max(0, ox * strideX - left)) * C);
    const at = asIndex(to + ox * C);
    for (let c = 0; c < width; c++) {
      y[at + c] = x[from + c];
      places[at + c] = from + c;
    }
  }
}

/**
 * One more cell of each window of a row: y is the larger one, NaN larger than any, and of equal ones the first. Without a
 * branch, which no one could predict.
 */
function takeLarger(
  { C, strideX }: Window,
  x: Floats,
  row: number,
  column: CellColumn,
  y: Floats,
  places: Int32Array,
  to: number,
): void {
  const width = asIndex(C);
  for (let i = 0; i < column.count; i++) {
    const from = asIndex((row + column.x + i * strideX) * C);
    const at = asIndex(to + (column.first + i) * C);
    for (let c = 0; c < width; c++) {
      const best = y[at + c];
      const isLarger = Number(!(x[from + c] <= best)) & Number(best === best);
      const old = places[at + c];
      const place = asIndex(old + (-isLarger & (from + c - old)));
      places[at + c] = place;
      y[at + c] = x[place];
    }
  }
}
