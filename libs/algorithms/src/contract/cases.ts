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
  [{ minSamplesLeaf: 0 }, /an integer ≥ 1/],
  [{ criterion: "friedman" }, /be one of/],
];

const BOOSTING_REFUSALS: ContractCase["refused"] = [
  [{ loss: "hinge" }, /be one of/],
  [{ learningRate: 0 }, /finite number > 0/],
  [{ maxIter: 0 }, /an integer ≥ 1/],
  [{ maxLeafNodes: 1 }, /null \(unlimited\) or an integer ≥ 2/],
  [{ maxDepth: 0 }, /null \(unlimited\) or an integer ≥ 1/],
  [{ minSamplesLeaf: 0.5 }, /an integer ≥ 1/],
  [{ l2Regularization: -1 }, /finite number ≥ 0/],
  [{ maxBins: 256 }, /from 2 to 255/],
  [{ earlyStopping: "never" }, /true, false or "auto"/],
  [{ validationFraction: 1 }, /between 0 and 1/],
  [{ nIterNoChange: 0 }, /an integer ≥ 1/],
  [{ tol: NaN }, /finite number ≥ 0/],
  [{ seed: Infinity }, /a finite number/],
];

/** Every estimator is here: the compiler misses none. */
export const CONTRACT_CASES: Record<EstimatorName, ContractCase> = {
  DecisionTreeClassifier: { parameters: [{}, { maxLeafNodes: 4 }], refused: TREE_REFUSALS },
  DecisionTreeRegressor: { parameters: [{}, { maxLeafNodes: 4 }], refused: TREE_REFUSALS },
  GradientBoostingClassifier: {
    parameters: [
      {},
      { maxIter: 12, maxLeafNodes: null, minSamplesLeaf: 2, l2Regularization: 1, classWeight: "balanced" },
      { maxIter: 15, minSamplesLeaf: 5, maxDepth: 2, maxBins: 16, earlyStopping: true, nIterNoChange: 3 },
      { maxIter: 15, earlyStopping: true, validationFraction: null, classWeight: { 0: 2 } },
    ],
    refused: [...BOOSTING_REFUSALS, [{ classWeight: "even" }, /null, "balanced" or an object/]],
  },
  GradientBoostingRegressor: {
    parameters: [
      {},
      { maxIter: 12, maxLeafNodes: null, minSamplesLeaf: 2, l2Regularization: 1 },
      { maxIter: 15, minSamplesLeaf: 5, maxDepth: 2, maxBins: 16, earlyStopping: true, nIterNoChange: 3 },
      { maxIter: 15, loss: "poisson", earlyStopping: "auto" },
      { maxIter: 15, loss: "absolute_error", minSamplesLeaf: 5 },
      { maxIter: 15, loss: "quantile", quantile: 0.2, minSamplesLeaf: 5 },
    ],
    refused: [...BOOSTING_REFUSALS, [{ quantile: 2 }, /a number from 0 to 1/]],
  },
};
