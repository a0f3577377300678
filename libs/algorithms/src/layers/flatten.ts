import { sizeOf } from "../tensor/tensor.ts";
import { checkOptions } from "../validation/parameters.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";

export interface FlattenConfig extends LayerConfig {
  readonly type: "flatten";
}

/** All axes of an example become one; no number moves. */
export function flatten(): FlattenConfig {
  return { type: "flatten" };
}

export function makeFlatten(config: FlattenConfig, { inputShape }: Place): Layer<null> {
  checkOptions({ type: 0 }, config);
  const size = sizeOf(inputShape);
  return {
    outputShape: [size],
    forward: (_theta, { shape: [n], data }) => ({ output: { shape: [n, size], data }, cache: null }),
    backward: (_theta, _cache, { shape: [n], data }) => ({ shape: [n, ...inputShape], data }),
  };
}
