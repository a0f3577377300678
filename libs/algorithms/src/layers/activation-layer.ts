import type { Floats } from "../kernels/index.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { checkOptions } from "../validation/parameters.ts";
import { chooseActivation, type ActivationName } from "./activations/index.ts";
import { allocate } from "./buffers.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";

export interface ActivationConfig extends LayerConfig {
  readonly type: "activation";
  readonly activation: ActivationName | (string & {});
}

/**
 * y = f(x), number by number (`softmax`: over the last axis). After dense layers and convolutions the option
 * `activation` does the same in their own pass.
 *
 * @param f a name, or an expression in x, e.g. `x / (1 + exp(-x))`.
 */
export function activation(f: ActivationName | (string & {})): ActivationConfig {
  return { type: "activation", activation: f };
}

export function makeActivationLayer(config: ActivationConfig, { inputShape, dtype }: Place): Layer<Floats> {
  checkOptions({ type: 0, activation: 0 }, config);
  const f = chooseActivation(config.activation);
  const size = sizeOf(inputShape);
  const noBias = allocate(dtype, inputShape[inputShape.length - 1]);
  return {
    outputShape: inputShape,
    flops: f.flops * size,
    forward(_theta, { shape, data }, { take }) {
      const y = take(data.length);
      f.forward(data, noBias, y);
      return { output: { shape, data: y }, cache: f.needsInput ? data : y };
    },
    backward(_theta, kept, D) {
      f.backward(kept, D.data, noBias.length);
      return D;
    },
  };
}
