import { kernels } from "../kernels/index.ts";
import { sizeOf, type Shape } from "../tensor/tensor.ts";
import type { Layer, Place } from "./layer.ts";
import { poolWindow, type PoolConfig, type PoolOptions } from "./pool-window.ts";
import type { Pair } from "./window.ts";

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
  return {
    outputShape: [outH, outW, C],
    flops: size * h * w,
    forward(_theta, { shape, data: x }, { take }) {
      const n = shape[0];
      const y = take(n * size);
      kernels().meanPool(window, x, y);
      return { output: { shape: [n, outH, outW, C], data: y }, cache: shape };
    },
    backward(_theta, shape, { data: D }, _gradient, { take, needsInputGradient }) {
      if (!needsInputGradient) return null;
      const dX = take(sizeOf(shape));
      kernels().meanPoolGradient(window, D, dX);
      return { shape, data: dX };
    },
  };
}
