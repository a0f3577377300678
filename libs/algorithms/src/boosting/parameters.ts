import { ParameterError } from "../errors.ts";
import {
  checkBetween,
  checkIntegerAtLeast,
  checkLimit,
  checkNonNegative,
  checkOptions,
  checkPositive,
  checkSeed,
} from "../validation/parameters.ts";

/** Parameters of gradient boosting, in scikit-learn's names and with its defaults but for `earlyStopping`. */
export interface BoostingParameters {
  /** The factor of every tree's answer (shrinkage), > 0. Default: 0.1. */
  learningRate: number;
  /** Rounds, ≥ 1; a round adds one tree, or K for K > 2 classes. Default: 100. */
  maxIter: number;
  /** Leaves of a tree, ≥ 2, or null for no limit; the leaf that gains most is split next. Default: 31. */
  maxLeafNodes: number | null;
  /** Edges on the longest way from the root to a leaf, ≥ 1. Default: null, unlimited. */
  maxDepth: number | null;
  /** Rows that each leaf must have, ≥ 1. Default: 20. */
  minSamplesLeaf: number;
  /** λ ≥ 0, the penalty ½ λ v² on a leaf's answer v. Default: 0. */
  l2Regularization: number;
  /** Bins of a feature's histogram, 2…255. Features with at most so many distinct values are exact. Default: 255. */
  maxBins: number;
  /**
   * Whether to stop before `maxIter` rounds when the loss does not get better. "auto": if there are more than 10,000
   * rows. Default: false — unlike scikit-learn's "auto" —, so that all rows are learnt from and none is drawn.
   */
  earlyStopping: boolean | "auto";
  /**
   * The share of the rows that early stopping holds out and watches the loss on, between 0 and 1 (ends excluded); null
   * watches the loss of the training rows. Default: 0.1.
   */
  validationFraction: number | null;
  /** Rounds without a better loss after which early stopping stops, ≥ 1. Default: 10. */
  nIterNoChange: number;
  /** By how much a loss must be lower to be better, ≥ 0. Default: 1e-7. */
  tol: number;
  /** Seed of the held-out rows, and of the sample that bins are found on with more than 10,000 rows. Default: 0. */
  seed: number;
}

export const BOOSTING_DEFAULTS: BoostingParameters = {
  learningRate: 0.1,
  maxIter: 100,
  maxLeafNodes: 31,
  maxDepth: null,
  minSamplesLeaf: 20,
  l2Regularization: 0,
  maxBins: 255,
  earlyStopping: false,
  validationFraction: 0.1,
  nIterNoChange: 10,
  tol: 1e-7,
  seed: 0,
};

/** As scikit-learn: a byte less one code, which it keeps for missing values. */
const MOST_BINS = 255;

/**
 * @param known the parameters of the estimator with their defaults.
 * @throws ParameterError by name, rule and value; a name that is not known is refused too.
 */
export function checkBoostingParameters(known: object, parameters: BoostingParameters): void {
  checkOptions(known, parameters);
  checkPositive("learningRate", parameters.learningRate);
  checkIntegerAtLeast(1, "maxIter", parameters.maxIter);
  checkLimit(2, "maxLeafNodes", parameters.maxLeafNodes);
  checkLimit(1, "maxDepth", parameters.maxDepth);
  checkIntegerAtLeast(1, "minSamplesLeaf", parameters.minSamplesLeaf);
  checkNonNegative("l2Regularization", parameters.l2Regularization);
  checkIntegerAtLeast(2, "maxBins", parameters.maxBins);
  checkBetween(2, MOST_BINS, "maxBins", parameters.maxBins);
  checkEarlyStopping(parameters);
  checkSeed(parameters.seed);
}

function checkEarlyStopping(parameters: BoostingParameters): void {
  const { earlyStopping, validationFraction, nIterNoChange, tol } = parameters;
  if (typeof earlyStopping !== "boolean" && earlyStopping !== "auto") {
    throw new ParameterError("earlyStopping", 'be true, false or "auto"', earlyStopping);
  }
  const isShare = typeof validationFraction === "number" && validationFraction > 0 && validationFraction < 1;
  if (validationFraction !== null && !isShare) {
    const rule = "be null (the training rows) or a number between 0 and 1";
    throw new ParameterError("validationFraction", rule, validationFraction);
  }
  checkIntegerAtLeast(1, "nIterNoChange", nIterNoChange);
  checkNonNegative("tol", tol);
}
