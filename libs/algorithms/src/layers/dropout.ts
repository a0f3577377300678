import { ParameterError } from "../errors.ts";
import type { Floats } from "../kernels/index.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { checkOptions } from "../validation/parameters.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";

export interface DropoutConfig extends LayerConfig {
  readonly type: "dropout";
  /** p, the share that is dropped: 0 ≤ p < 1. */
  readonly rate: number;
}

/**
 * Each number is dropped with the probability p, and the others grow so that the expectation stays (Srivastava et al.,
 * Dropout, 2014):
 *
 *     y = m x / (1 − p)        m = 0 with probability p, else 1        ∂L/∂x = m ∂L/∂y / (1 − p)
 *
 * In training only; otherwise y = x. The mask is that of hash(seed, step, micro-batch, layer): the same for the same
 * numbers, wherever the layer runs. A batch that is cut into micro-batches another way has other masks.
 *
 * @param rate p, 0 ≤ p < 1.
 */
export function dropout(rate: number): DropoutConfig {
  return { type: "dropout", rate };
}

/** The mask's factors; `null`: nothing was dropped. */
type Cache = Floats | null;

export function makeDropout(config: DropoutConfig, { inputShape, path }: Place): Layer<Cache> {
  checkOptions({ type: 0, rate: 0 }, config);
  const { rate } = config;
  if (!(typeof rate === "number" && rate >= 0 && rate < 1))
    throw new ParameterError("rate", "be a number ≥ 0 and below 1", rate);
  const size = sizeOf(inputShape);
  return {
    outputShape: inputShape,
    flops: size,
    cacheSize: size,
    forward(_theta, input, { training, seed, step, microBatch, take }) {
      if (!training || rate === 0) return { output: input, cache: null };
      const random = createRandom(hashSeed(seed, step, microBatch, path));
      const { shape, data } = input;
      const [mask, y] = [take(data.length), take(data.length)];
      const kept = 1 / (1 - rate);
      for (let i = 0; i < data.length; i++) {
        mask[i] = random.next() < rate ? 0 : kept;
        y[i] = mask[i] * data[i];
      }
      return { output: { shape, data: y }, cache: mask };
    },
    backward(_theta, mask, D) {
      if (mask === null) return D;
      for (let i = 0; i < mask.length; i++) D.data[i] *= mask[i];
      return D;
    },
  };
}
