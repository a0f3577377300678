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

const SGD_REFUSALS: ContractCase["refused"] = [
  [{ loss: "hings" }, /one of .* or an expression in y and p/],
  [{ penalty: "l3" }, /be one of l2, l1, elasticnet/],
  [{ alpha: -1 }, /a finite number ≥ 0/],
  [{ l1Ratio: 2 }, /a number from 0 to 1/],
  [{ maxIter: 0 }, /an integer ≥ 1/],
  [{ tol: -1 }, /a finite number ≥ 0/],
  [{ learningRate: "fast" }, /be one of constant, optimal, invscaling, adaptive/],
  [{ shuffle: 1 }, /true or false/],
  [{ validationFraction: 1 }, /above 0 and below 1/],
  [{ nIterNoChange: 0 }, /an integer ≥ 1/],
  [{ average: 0 }, /true, false or an integer ≥ 1/],
];

/** Every estimator is here: the compiler misses none. */
export const CONTRACT_CASES: Record<EstimatorName, ContractCase> = {
  DecisionTreeClassifier: { parameters: [{}, { maxLeafNodes: 4 }], refused: TREE_REFUSALS },
  DecisionTreeRegressor: { parameters: [{}, { maxLeafNodes: 4 }], refused: TREE_REFUSALS },
  SGDClassifier: {
    parameters: [
      {},
      { loss: "log_loss", penalty: "elasticnet", average: true, classWeight: "balanced" },
      { loss: "softmax", learningRate: "adaptive", eta0: 0.01, earlyStopping: true },
      { loss: "modified_huber", penalty: "l1", shuffle: false, fitIntercept: false },
    ],
    refused: [...SGD_REFUSALS, [{ classWeight: "even" }, /null, "balanced"/]],
  },
  SGDRegressor: {
    parameters: [
      {},
      { loss: "poisson", eta0: 1e-4 },
      { loss: "quantile", quantile: 0.9, learningRate: "adaptive", earlyStopping: true },
      { loss: "huber", penalty: "l1", average: 10, fitIntercept: false },
    ],
    refused: [...SGD_REFUSALS, [{ quantile: 1 }, /above 0 and below 1/]],
  },
};
