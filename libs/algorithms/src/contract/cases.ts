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

const COORDINATE_DESCENT_REFUSALS: ContractCase["refused"] = [
  [{ alpha: -1 }, /a finite number ≥ 0/],
  [{ fitIntercept: 1 }, /true or false/],
  [{ maxIter: 0 }, /an integer ≥ 1/],
  [{ tol: NaN }, /a finite number ≥ 0/],
  [{ positive: null }, /true or false/],
  [{ selection: "greedy" }, /one of cyclic, random/],
  [{ seed: NaN }, /a finite number/],
];

const CLASS_WEIGHT_REFUSALS: ContractCase["refused"] = [
  [{ C: 0 }, /a finite number > 0/],
  [{ classWeight: "even" }, /null, "balanced" or an object/],
  [{ classWeight: { 0: -1 } }, /null, "balanced" or an object/],
  [{ classWeight: { 7: 1 } }, /name only the classes 0, 1, 2/],
];

/** Every estimator is here: the compiler misses none. */
export const CONTRACT_CASES: Record<EstimatorName, ContractCase> = {
  DecisionTreeClassifier: { parameters: [{}, { maxLeafNodes: 4 }], refused: TREE_REFUSALS },
  DecisionTreeRegressor: { parameters: [{}, { maxLeafNodes: 4 }], refused: TREE_REFUSALS },
  ElasticNet: {
    parameters: [{}, { alpha: 0.1, l1Ratio: 0.2, positive: true, fitIntercept: false }],
    refused: [...COORDINATE_DESCENT_REFUSALS, [{ l1Ratio: 2 }, /a number from 0 to 1/]],
  },
  Lasso: {
    parameters: [{}, { alpha: 0.01, selection: "random" }],
    refused: COORDINATE_DESCENT_REFUSALS,
  },
  LinearRegression: {
    parameters: [{}, { fitIntercept: false }],
    refused: [[{ fitIntercept: "yes" }, /true or false/]],
  },
  LinearSVC: {
    parameters: [{}, { loss: "hinge", C: 0.1 }, { fitIntercept: false, classWeight: "balanced" }],
    refused: [
      ...CLASS_WEIGHT_REFUSALS,
      [{ penalty: "l1" }, /"l2" \(SGDClassifier/],
      [{ loss: "log_loss" }, /one of squared_hinge, hinge/],
      [{ tol: 0 }, /a finite number > 0/],
      [{ interceptScaling: 0 }, /a finite number > 0/],
      [{ maxIter: 1.5 }, /an integer ≥ 1/],
    ],
  },
  LogisticRegression: {
    parameters: [{}, { penalty: null, tol: 1e-2 }, { fitIntercept: false, classWeight: "balanced" }],
    refused: [
      ...CLASS_WEIGHT_REFUSALS,
      [{ penalty: "l1" }, /"l2" or null \(SGDClassifier/],
      [{ tol: -1 }, /a finite number ≥ 0/],
      [{ fitIntercept: 0 }, /true or false/],
      [{ maxIter: 0 }, /an integer ≥ 1/],
    ],
  },
  Ridge: {
    parameters: [{}, { alpha: 0, fitIntercept: false }],
    refused: [
      [{ alpha: -1 }, /a finite number ≥ 0/],
      [{ fitIntercept: "yes" }, /true or false/],
    ],
  },
};
