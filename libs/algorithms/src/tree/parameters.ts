import { ParameterError } from "../errors.ts";
import { checkIntegerAtLeast, checkOptions } from "../validation/parameters.ts";

/** Parameters of decision trees, in scikit-learn's names. */
export interface TreeParameters {
  /** Edges on the longest way from the root to a leaf, ≥ 1. Default: null, unlimited. */
  maxDepth: number | null;
  /** Leaves, ≥ 2; when given, the leaf that gains most is split next. Default: null, unlimited. */
  maxLeafNodes: number | null;
  /** Rows that a node must have to be split, ≥ 2. Default: 2. */
  minSamplesSplit: number;
  /** Rows that each leaf must have, ≥ 1. Default: 1. */
  minSamplesLeaf: number;
  /** Bins of a feature's histogram, 2…256. Features with at most so many distinct values are exact. Default: 255. */
  maxBins: number;
  /** Seed of the sample that bins are found on when there are more than 10,000 rows; any number. Default: 0. */
  seed: number;
}

export const TREE_DEFAULTS: TreeParameters = {
  maxDepth: null,
  maxLeafNodes: null,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  maxBins: 255,
  seed: 0,
};

/** A bin's number must fit into a byte. */
const MOST_BINS = 256;

/** @throws ParameterError by name, rule and value; a name that no tree has is refused too. */
export function checkTreeParameters(parameters: TreeParameters): void {
  checkOptions({ ...TREE_DEFAULTS, criterion: undefined }, parameters);
  const { maxDepth, maxLeafNodes, minSamplesSplit, minSamplesLeaf, maxBins, seed } = parameters;
  checkLimit(1, "maxDepth", maxDepth);
  checkLimit(2, "maxLeafNodes", maxLeafNodes);
  checkIntegerAtLeast(2, "minSamplesSplit", minSamplesSplit);
  checkIntegerAtLeast(1, "minSamplesLeaf", minSamplesLeaf);
  if (!Number.isInteger(maxBins) || maxBins < 2 || maxBins > MOST_BINS) {
    throw new ParameterError("maxBins", `be an integer from 2 to ${MOST_BINS}`, maxBins);
  }
  if (!Number.isFinite(seed)) throw new ParameterError("seed", "be a finite number", seed);
}

function checkLimit(minimum: number, parameter: string, value: number | null): void {
  if (value === null || (Number.isSafeInteger(value) && value >= minimum)) return;
  throw new ParameterError(parameter, `be null (unlimited) or an integer ≥ ${minimum}`, value);
}
