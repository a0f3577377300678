import type { EstimatorName } from "../registry.ts";

/** What the contract suite has to know of an estimator. */
export interface ContractCase {
  /** Sets of parameters; each has to pass the whole suite. Default: `{}` alone. */
  readonly parameters?: readonly object[];
  /** Parameters that `fit` refuses, and the rule that its message tells. The name and the value are checked too. */
  readonly refused: readonly (readonly [parameter: object, rule: RegExp])[];
  /** It takes features ≥ 0 only. */
  readonly isNonNegative?: boolean;
}

const TREE_REFUSALS: ContractCase["refused"] = [
  [{ maxDepth: 0 }, /null \(unlimited\) or an integer ≥ 1/],
  [{ minSamplesLeaf: 0 }, /an integer ≥ 1/],
  [{ criterion: "friedman" }, /be one of/],
];

/** Every estimator is here: the compiler misses none. */
export const CONTRACT_CASES: Record<EstimatorName, ContractCase> = {
  DecisionTreeClassifier: { parameters: [{}, { maxLeafNodes: 4 }], refused: TREE_REFUSALS },
  DecisionTreeRegressor: { parameters: [{}, { maxLeafNodes: 4 }], refused: TREE_REFUSALS },
  // The constructor takes steps, also as plain data: so it is tested as any other.
  Pipeline: {
    parameters: [
      { steps: [{ name: "StandardScaler" }, { name: "DecisionTreeClassifier" }] },
      { steps: [{ name: "SimpleImputer" }, { name: "MinMaxScaler" }, { name: "DecisionTreeRegressor" }] },
      {
        steps: [
          { name: "SimpleImputer", parameters: { strategy: "median", addIndicator: true } },
          { name: "DecisionTreeClassifier", parameters: { maxDepth: 3 } },
        ],
      },
    ],
    refused: [
      [{ steps: [] }, /transformers and, as its last, an estimator/],
      [{ steps: "StandardScaler" }, /be a list/],
      [
        { steps: [{ name: "DecisionTreeClassifier" }, { name: "StandardScaler" }] },
        /as its last, an estimator/,
      ],
      [{ steps: [{ name: "Nothing" }] }, /name of a class for each step \(MinMaxScaler/],
    ],
  },
};
