import { DataError } from "../../errors.ts";
import type { Floats } from "../../kernels/index.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { BatchOptions } from "./network-loss.ts";

/** What a loss sums over: n rows of m outputs, and the factor of each row. */
export interface LossRows {
  readonly n: number;
  readonly m: number;
  /** sᵢ / N */
  factor(i: number): number;
}

/**
 * Checks what every loss is given.
 *
 * @param perExample targets of each example: 1, or `"outputs"` for one per output.
 * @throws DataError unless targets, gradient and sample weights are as many as the outputs ask for.
 */
export function lossRows(
  loss: string,
  { shape, data }: Tensor,
  targets: ArrayLike<number>,
  perExample: 1 | "outputs",
  gradient: Floats,
  { sampleWeight, total }: BatchOptions,
): LossRows {
  const n = shape[0];
  const m = n === 0 ? 0 : data.length / n;
  checkCount(loss, "targets", targets.length, n * (perExample === 1 ? 1 : m));
  checkCount(loss, "numbers of the gradient", gradient.length, data.length);
  if (sampleWeight) checkCount(loss, "sample weights", sampleWeight.length, n);
  const N = total ?? n;
  return { n, m, factor: sampleWeight ? (i) => sampleWeight[i] / N : () => 1 / N };
}

function checkCount(loss: string, what: string, got: number, expected: number): void {
  if (got === expected) return;
  throw new DataError({
    expected: `${expected} ${what} for the loss ${loss}`,
    got: String(got),
    remedy: "Give them for the examples whose outputs these are.",
  });
}
