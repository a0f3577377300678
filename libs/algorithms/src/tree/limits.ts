import type { TreeParameters } from "./parameters.ts";

/** What each side of a split must have. */
export interface LeafLimits {
  /** Rows. */
  readonly minSamplesLeaf: number;
  /** Their weight. */
  readonly minWeightLeaf: number;
}

/** When a tree stops growing: `TreeParameters`, with shares of the rows turned into numbers. */
export interface GrowthLimits extends LeafLimits {
  readonly maxDepth: number | null;
  readonly maxLeafNodes: number | null;
  readonly minSamplesSplit: number;
  readonly minImpurityDecrease: number;
}

type Limits = Omit<TreeParameters, "maxFeatures" | "seed">;

/**
 * @param nRows of X, those of weight 0 among them: as scikit-learn counts.
 * @param totalWeight of all rows.
 */
export function limitsOf(parameters: Limits, nRows: number, totalWeight: number): GrowthLimits {
  const { maxDepth, maxLeafNodes, minImpurityDecrease } = parameters;
  const minSamplesLeaf = rowsOf(parameters.minSamplesLeaf, nRows);
  return {
    maxDepth,
    maxLeafNodes,
    minImpurityDecrease,
    minSamplesLeaf,
    minSamplesSplit: Math.max(2, rowsOf(parameters.minSamplesSplit, nRows), 2 * minSamplesLeaf),
    minWeightLeaf: parameters.minWeightFractionLeaf * totalWeight,
  };
}

/** A number of rows, or a share of all n of them, rounded up. */
function rowsOf(limit: number, nRows: number): number {
  return limit < 1 ? Math.ceil(limit * nRows) : limit;
}
