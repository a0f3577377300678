import { ParameterError } from "../errors.ts";
import { checkBetween, checkNonNegative, checkSeed } from "../validation/parameters.ts";
import { checkMaxFeatures, type MaxFeatures } from "./max-features.ts";

/** Parameters of trees, in scikit-learn's names. */
export interface TreeParameters {
  /** Edges on the longest way from the root to a leaf, ≥ 1. Default: null, unlimited. */
  maxDepth: number | null;
  /** Leaves, ≥ 2; when given, the leaf that gains most is split next. Default: null, unlimited. */
  maxLeafNodes: number | null;
  /** Rows that a node must have to be split: an integer ≥ 2, or a share of all rows between 0 and 1. Default: 2. */
  minSamplesSplit: number;
  /** Rows that each leaf must have: an integer ≥ 1, or a share of all rows between 0 and 1. Default: 1. */
  minSamplesLeaf: number;
  /** The share of the weight of all rows that each leaf must have, 0…0.5. Default: 0. */
  minWeightFractionLeaf: number;
  /**
   * By how much a split must lower the impurity, as a mean over all rows, ≥ 0: with N the weight of all rows and n that of
   * the node's, (n I − n_left I_left − n_right I_right) / N. Default: 0.
   */
  minImpurityDecrease: number;
  /**
   * Features that a node's split is sought among, drawn anew for every node: a number ≥ 1, a share between 0 and 1,
   * "sqrt" or "log2" of their number, or null for all.
   */
  maxFeatures: MaxFeatures;
  /** Seed of every random choice; any number. Default: 0. */
  seed: number;
}

/** How a tree tries thresholds. */
export interface ThresholdParameters {
  /**
   * Which thresholds are tried. "exact": one between any two neighbouring values of the node (scikit-learn's
   * `splitter="best"`). "histogram": one between any two neighbouring bins, which is much faster where values are many,
   * and the same where a feature has at most `maxBins` distinct values. Default: "histogram".
   */
  splitter: "histogram" | "exact";
  /** Bins of a feature's histogram, 2…256. Features with at most so many distinct values are exact. Default: 255. */
  maxBins: number;
}

export const TREE_DEFAULTS: TreeParameters = {
  maxDepth: null,
  maxLeafNodes: null,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minWeightFractionLeaf: 0,
  minImpurityDecrease: 0,
  maxFeatures: null,
  seed: 0,
};

export const THRESHOLD_DEFAULTS: ThresholdParameters = { splitter: "histogram", maxBins: 255 };

/** A bin's number must fit into a byte. */
const MOST_BINS = 256;

/** @throws ParameterError by name, rule and value. */
export function checkTreeParameters(parameters: TreeParameters): void {
  checkLimit(1, "maxDepth", parameters.maxDepth);
  checkLimit(2, "maxLeafNodes", parameters.maxLeafNodes);
  checkRows(2, "minSamplesSplit", parameters.minSamplesSplit);
  checkRows(1, "minSamplesLeaf", parameters.minSamplesLeaf);
  checkBetween(0, 0.5, "minWeightFractionLeaf", parameters.minWeightFractionLeaf);
  checkNonNegative("minImpurityDecrease", parameters.minImpurityDecrease);
  checkMaxFeatures(parameters.maxFeatures);
  checkSeed(parameters.seed);
}

/** @throws ParameterError by name, rule and value. */
export function checkThresholdParameters({ splitter, maxBins }: ThresholdParameters): void {
  if (splitter !== "histogram" && splitter !== "exact") {
    throw new ParameterError("splitter", 'be "histogram" or "exact"', splitter);
  }
  if (!Number.isInteger(maxBins) || maxBins < 2 || maxBins > MOST_BINS) {
    throw new ParameterError("maxBins", `be an integer from 2 to ${MOST_BINS}`, maxBins);
  }
}

function checkLimit(minimum: number, parameter: string, value: number | null): void {
  if (value === null || (Number.isSafeInteger(value) && value >= minimum)) return;
  throw new ParameterError(parameter, `be null (unlimited) or an integer ≥ ${minimum}`, value);
}

function checkRows(minimum: number, parameter: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= minimum) return;
  if (typeof value === "number" && value > 0 && value < 1) return;
  throw new ParameterError(
    parameter,
    `be an integer ≥ ${minimum}, or a share of the rows between 0 and 1`,
    value,
  );
}
