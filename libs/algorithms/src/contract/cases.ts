import type { EstimatorName } from "../registry.ts";

/** What the contract suite has to know of an estimator. */
export interface ContractCase {
  /** Sets of parameters; each has to pass the whole suite. Default: `{}` alone. */
  readonly parameters?: readonly object[];
  /** Parameters that `fit` refuses, and the rule that its message tells. The name and the value are checked too. */
  readonly refused: readonly (readonly [parameter: object, rule: RegExp])[];
  /** It takes features ≥ 0 only. */
  readonly isNonNegative?: boolean;
  /** It takes NaN for a missing value. */
  readonly takesMissing?: boolean;
}

const TREE_REFUSALS: ContractCase["refused"] = [
  [{ maxDepth: 0 }, /null \(unlimited\) or an integer ≥ 1/],
  [{ maxLeafNodes: 1 }, /null \(unlimited\) or an integer ≥ 2/],
  [{ minSamplesSplit: 1 }, /an integer ≥ 2, or a share of the rows/],
  [{ minSamplesLeaf: 0 }, /an integer ≥ 1, or a share of the rows/],
  [{ minWeightFractionLeaf: 0.6 }, /from 0 to 0.5/],
  [{ minImpurityDecrease: -1 }, /≥ 0/],
  [{ maxFeatures: "third" }, /"sqrt" or "log2"/],
  [{ maxFeatures: 0 }, /an integer ≥ 1, a share/],
  [{ criterion: "friedman_mse" }, /be one of/],
  [{ seed: NaN }, /a finite number/],
];

const THRESHOLD_REFUSALS: ContractCase["refused"] = [
  [{ splitter: "best" }, /"histogram" or "exact"/],
  [{ maxBins: 1 }, /an integer from 2 to 256/],
];

const CLASS_WEIGHT_REFUSALS: ContractCase["refused"] = [
  [{ classWeight: "balance" }, /"balanced", or an object/],
  [{ classWeight: { 0: -1 } }, /finite weights ≥ 0/],
  [{ classWeight: { 0: 2, cat: 3 } }, /name classes among 0, 1, 2/],
];

const FOREST_REFUSALS: ContractCase["refused"] = [
  [{ nEstimators: 0 }, /an integer ≥ 1/],
  [{ maxSamples: 0 }, /a share between 0 and 1/],
  [{ maxSamples: 61, bootstrap: true }, /at most 60/],
  [{ maxSamples: 0.5, bootstrap: false }, /null where bootstrap is false/],
  [{ oobScore: true, bootstrap: false, maxSamples: null }, /false where bootstrap is false/],
];

const TREE_PARAMETERS = [
  {},
  { maxLeafNodes: 4, minSamplesSplit: 0.1 },
  { maxDepth: 3, minSamplesLeaf: 2, maxFeatures: "sqrt" },
  { minImpurityDecrease: 0.01, maxFeatures: 0.5, minWeightFractionLeaf: 0.05 },
];

const FOREST_PARAMETERS = [
  { nEstimators: 5 },
  { nEstimators: 5, oobScore: true, maxSamples: 0.7 },
  { nEstimators: 3, bootstrap: false, splitter: "exact", maxFeatures: 1, maxLeafNodes: 6 },
];

/** Every estimator is here: the compiler misses none. */
export const CONTRACT_CASES: Record<EstimatorName, ContractCase> = {
  DecisionTreeClassifier: {
    parameters: [
      ...TREE_PARAMETERS,
      { splitter: "exact", criterion: "entropy" },
      { classWeight: "balanced", minSamplesLeaf: 2 },
    ],
    refused: [...TREE_REFUSALS, ...THRESHOLD_REFUSALS, ...CLASS_WEIGHT_REFUSALS],
  },
  DecisionTreeRegressor: {
    parameters: [...TREE_PARAMETERS, { splitter: "exact" }],
    refused: [...TREE_REFUSALS, ...THRESHOLD_REFUSALS],
  },
  ExtraTreeClassifier: {
    parameters: [...TREE_PARAMETERS, { classWeight: "balanced", criterion: "log_loss" }],
    refused: [...TREE_REFUSALS, ...CLASS_WEIGHT_REFUSALS],
  },
  ExtraTreeRegressor: { parameters: TREE_PARAMETERS, refused: TREE_REFUSALS },
  RandomForestClassifier: {
    parameters: [...FOREST_PARAMETERS, { nEstimators: 3, classWeight: "balanced_subsample" }],
    refused: [...TREE_REFUSALS, ...THRESHOLD_REFUSALS, ...CLASS_WEIGHT_REFUSALS, ...FOREST_REFUSALS],
  },
  RandomForestRegressor: {
    parameters: FOREST_PARAMETERS,
    refused: [...TREE_REFUSALS, ...THRESHOLD_REFUSALS, ...FOREST_REFUSALS],
  },
};
