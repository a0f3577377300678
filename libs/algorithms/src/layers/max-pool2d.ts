import { kernels, type Floats } from "../kernels/index.ts";
import { sizeOf, type Shape } from "../tensor/tensor.ts";
import type { Layer, Place } from "./layer.ts";
import { poolWindow, type PoolConfig, type PoolOptions } from "./pool-window.ts";
import type { Pair } from "./window.ts";

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
  const { C, outH, outW, h, w } = window;
  const size = outH * outW * C;
  return {
    outputShape: [outH, outW, C],
    flops: size * h * w,
    cacheSize: size,
    forward(_theta, { shape, data: x }, { take }) {
      const n = shape[0];
      const [y, places] = [take(n * size), asIntegers(take(n * size))];
      kernels().maxPool(window, x, y, places);
      return { output: { shape: [n, outH, outW, C], data: y }, cache: { shape, places } };
    },
    backward(_theta, { shape, places }, { data: D }, _gradient, { take, needsInputGradient }) {
      if (!needsInputGradient) return null;
      const dX = take(sizeOf(shape));
      kernels().maxPoolGradient(window, D, places, dX);
      return { shape, data: dX };
    },
  };
}

/** The same memory as integers, as many as there are numbers. */
function asIntegers({ buffer, byteOffset, length }: Floats): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
