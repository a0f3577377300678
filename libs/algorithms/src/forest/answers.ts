import type { Matrix } from "../tensor/matrix.ts";
import { findLeaves, type FlatTree } from "../tree/index.ts";

/**
 * The mean of the trees' answers.
 *
 * @returns n × nOutputs numbers, row after row.
 */
export function meanAnswers(trees: readonly FlatTree[], X: Matrix, nOutputs: number): Float64Array {
  const sums = new Float64Array(X.nRows * nOutputs);
  for (const tree of trees) addAnswers(tree, findLeaves(tree, X), sums);
  for (let at = 0; at < sums.length; at++) sums[at] /= trees.length;
  return sums;
}

/** Adds the answer of leaf `leaves[i]` to row i of `sums`. */
function addAnswers({ value, nOutputs }: FlatTree, leaves: Int32Array, sums: Float64Array): void {
  for (let i = 0; i < leaves.length; i++) {
    const [to, from] = [i * nOutputs, leaves[i] * nOutputs];
    for (let k = 0; k < nOutputs; k++) sums[to + k] += value[from + k];
  }
}
