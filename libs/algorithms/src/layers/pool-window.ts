import type { SlidingWindow } from "../kernels/index.ts";
import type { Shape } from "../tensor/tensor.ts";
import { checkOptions } from "../validation/parameters.ts";
import type { LayerConfig } from "./layer.ts";
import { requireAxes } from "./require-axes.ts";
import { windowOf, type Padding, type Pair } from "./window.ts";

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

export function poolWindow(config: PoolConfig, inputShape: Shape): SlidingWindow {
  checkOptions({ type: 0, poolSize: 0, stride: 0, padding: 0 }, config);
  requireAxes(inputShape, 3, "n × height × width × channels", "Give images with the channels last.");
  const { poolSize: size, stride = size, padding = "valid" } = config;
  return windowOf(inputShape, { size, stride, padding }, "poolSize");
}
