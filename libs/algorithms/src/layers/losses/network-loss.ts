import type { Floats } from "../../kernels/index.ts";
import type { Tensor } from "../../tensor/tensor.ts";

export interface BatchOptions {
  /** Weights sᵢ ≥ 0 of the examples. Default: all 1. */
  readonly sampleWeight?: ArrayLike<number>;
  /**
   * N, what the sum over the examples is divided by. Default: n. A micro-batch gives the number of examples of its whole
   * batch, so that losses and gradients of all micro-batches sum to those of the batch.
   */
  readonly total?: number;
}

/** What a network's outputs are measured by: one number for a batch, and its gradient. */
export interface NetworkLoss {
  readonly name: string;
  /**
   *     L = 1/N Σᵢ sᵢ l(targetᵢ, outputᵢ)
   *
   * @param output n × m.
   * @param targets what the loss says.
   * @param gradient receives ∂L/∂output; may be the output itself.
   * @returns L
   * @throws DataError when targets do not fit the output, or are not what the loss is defined for.
   */
  evaluate(output: Tensor, targets: ArrayLike<number>, gradient: Floats, options?: BatchOptions): number;
}
