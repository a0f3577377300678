import { ParameterError } from "../errors.ts";
import {
  checkThresholdParameters,
  checkTreeParameters,
  THRESHOLD_DEFAULTS,
  TREE_DEFAULTS,
  type ThresholdParameters,
  type TreeParameters,
} from "../tree/index.ts";
import { checkBoolean, checkIntegerAtLeast } from "../validation/parameters.ts";

/** Parameters of random forests, in scikit-learn's names; those of the trees hold for each of them. */
export interface ForestParameters extends TreeParameters, ThresholdParameters {
  /** Trees, ≥ 1. Default: 100. */
  nEstimators: number;
  /** Whether each tree learns from a sample of the rows, drawn with replacement; else from all. Default: true. */
  bootstrap: boolean;
  /** Rows that a sample draws: an integer ≥ 1, a share of n between 0 and 1, or null for n. Default: null. */
  maxSamples: number | null;
  /** Whether each row is predicted by the trees that did not draw it, to estimate the score. Default: false. */
  oobScore: boolean;
}

export const FOREST_DEFAULTS: ForestParameters = {
  ...TREE_DEFAULTS,
  ...THRESHOLD_DEFAULTS,
  nEstimators: 100,
  bootstrap: true,
  maxSamples: null,
  oobScore: false,
};

/** @throws ParameterError by name, rule and value. */
export function checkForestParameters(parameters: ForestParameters): void {
  const { nEstimators, bootstrap, maxSamples, oobScore } = parameters;
  checkIntegerAtLeast(1, "nEstimators", nEstimators);
  checkBoolean("bootstrap", bootstrap);
  checkBoolean("oobScore", oobScore);
  checkMaxSamples(maxSamples);
  if (!bootstrap && maxSamples !== null) {
    throw new ParameterError("maxSamples", "be null where bootstrap is false", maxSamples);
  }
  if (!bootstrap && oobScore) {
    throw new ParameterError(
      "oobScore",
      "be false where bootstrap is false: no row is out of a bag",
      oobScore,
    );
  }
  checkTreeParameters(parameters);
  checkThresholdParameters(parameters);
}

function checkMaxSamples(value: number | null): void {
  if (value === null || (Number.isSafeInteger(value) && value >= 1)) return;
  if (typeof value === "number" && value > 0 && value < 1) return;
  throw new ParameterError("maxSamples", "be null (all), an integer ≥ 1, or a share between 0 and 1", value);
}
