import type { MicroBatch, NetworkLoss, Tensor } from "@chimera/algorithms";

/** What a network's outputs are measured by: one number, and maybe a weight, for each row of the data set. */
export interface Targets {
  readonly targets: Float64Array;
  /** Default: all 1. */
  readonly sampleWeight?: Float64Array;
}

/**
 * The share that a micro-batch j has in the mean loss of its batch, whose N rows are those of all its micro-batches:
 *
 *     L_j = 1/N Σ_{i in j} s_i l(y_i, output_i)
 *
 * @param rows the micro-batch's. @param nRows N.
 * @returns L_j, and ∂L_j/∂output in the micro-batch's memory.
 * @throws DataError when targets do not fit the outputs.
 */
export function microBatchLoss(
  loss: NetworkLoss,
  { output, lease }: MicroBatch,
  { targets, sampleWeight }: Targets,
  rows: Int32Array,
  nRows: number,
): { share: number; outputGradient: Tensor } {
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  const gradient = lease.take(output.data.length);
  const options = { total: nRows, ...(sampleWeight && { sampleWeight: of(sampleWeight) }) };
  const share = loss.evaluate(output, of(targets), gradient, options);
  return { share, outputGradient: { shape: output.shape, data: gradient } };
}
