import type { TransformerName } from "../registry.ts";

/** What the contract suite has to know of a transformer. */
export interface TransformerCase {
  /** Sets of parameters; each has to pass the whole suite. Default: `{}` alone. */
  readonly parameters?: readonly object[];
  /** Parameters that `fit` refuses, and the rule that its message tells. The name and the value are checked too. */
  readonly refused: readonly (readonly [parameter: object, rule: RegExp])[];
}

/** Every transformer is here: the compiler misses none. */
export const TRANSFORMER_CASES: Record<TransformerName, TransformerCase> = {
  MinMaxScaler: {
    parameters: [{}, { featureRange: [-1, 3] }, { clip: true }],
    refused: [
      [{ featureRange: [1, 1] }, /\[a, b\] with a < b/],
      [{ featureRange: [0, Infinity] }, /finite/],
      [{ featureRange: 3 }, /two finite numbers/],
      [{ clip: "yes" }, /true or false/],
    ],
  },
  OneHotEncoder: {
    parameters: [
      {},
      { drop: "first" },
      { drop: "if_binary", handleUnknown: "ignore" },
      { columns: [2, 0] },
      { columns: [1], categories: [[0, 1, 2, 3, 4, 5]] },
    ],
    refused: [
      [{ categories: [[2, 1]] }, /ascending numbers for each/],
      [{ categories: "all" }, /"auto"/],
      [{ drop: "last" }, /one of first, if_binary/],
      [{ handleUnknown: "warn" }, /one of error, ignore/],
      [{ columns: [0, 0] }, /different integers/],
      [{ columns: [4] }, /indices below 4/],
    ],
  },
  SimpleImputer: {
    parameters: [
      {},
      { strategy: "median" },
      { strategy: "most_frequent", addIndicator: true },
      { strategy: "constant", fillValue: -1, missingValues: 2 },
      { keepEmptyFeatures: true, addIndicator: true },
    ],
    refused: [
      [{ strategy: "mode" }, /one of mean, median, most_frequent, constant/],
      [{ missingValues: "NA" }, /null or a finite number/],
      [{ fillValue: Infinity }, /null or a finite number/],
      [{ addIndicator: 1 }, /true or false/],
      [{ keepEmptyFeatures: null }, /true or false/],
    ],
  },
  StandardScaler: {
    parameters: [{}, { withMean: false }, { withStd: false }, { withMean: false, withStd: false }],
    refused: [
      [{ withMean: 1 }, /true or false/],
      [{ withStd: null }, /true or false/],
    ],
  },
};
