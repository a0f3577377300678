import { LEAF, type FlatTree } from "./flat-tree.ts";

/**
 * How much each feature's splits lowered the weighted impurity (the mean decrease of impurity of Breiman et al., 1984):
 *
 *     Σ over the splits t of feature j:  n_t I_t − n_left I_left − n_right I_right
 *
 * @returns d numbers ≥ 0 that sum to 1, or all 0 for a tree without a split that lowers it.
 */
export function importancesOf(tree: FlatTree, nFeatures: number): Float64Array {
  const { feature, left, right, weight, impurity } = tree;
  const importances = new Float64Array(nFeatures);
  for (let t = 0; t < feature.length; t++) {
    if (feature[t] === LEAF) continue;
    const [l, r] = [left[t], right[t]];
    importances[feature[t]] += weight[t] * impurity[t] - weight[l] * impurity[l] - weight[r] * impurity[r];
  }
  return shares(importances);
}

/**
 * The mean over the trees that have a split, again as shares.
 *
 * @returns d numbers ≥ 0 that sum to 1, or all 0.
 */
export function meanImportances(trees: readonly FlatTree[], nFeatures: number): Float64Array {
  const sums = new Float64Array(nFeatures);
  for (const tree of trees) importancesOf(tree, nFeatures).forEach((share, j) => (sums[j] += share));
  return shares(sums);
}

function shares(numbers: Float64Array): Float64Array {
  const total = numbers.reduce((sum, number) => sum + number, 0);
  return total > 0 ? numbers.map((number) => number / total) : numbers.fill(0);
}
