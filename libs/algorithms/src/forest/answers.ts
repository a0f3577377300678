import type { Matrix } from "../tensor/matrix.ts";
import { PackedForest, type FlatTree } from "../tree/index.ts";

/** The trees of a forest and, of the same trees, what is quick to predict with. */
export interface ForestTrees {
  readonly trees: readonly FlatTree[];
  readonly packed: PackedForest;
}

export function packForest(trees: readonly FlatTree[], nOutputs: number): ForestTrees {
  return { trees, packed: new PackedForest(trees, nOutputs, () => 0) };
}

/**
 * The mean of the trees' answers.
 *
 * @returns n × nOutputs numbers, row after row.
 */
export function meanAnswers({ trees, packed }: ForestTrees, X: Matrix, nOutputs: number): Float64Array {
  const sums = new Float64Array(X.nRows * nOutputs);
  packed.addTo(X, sums, nOutputs);
  for (let at = 0; at < sums.length; at++) sums[at] /= trees.length;
  return sums;
}
