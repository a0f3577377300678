/** What the contract suite has to know of an estimator. */
export interface ContractCase {
  /** Sets of parameters; each has to pass the whole suite. Default: `{}` alone. */
  readonly parameters?: readonly object[];
  /** Parameters that `fit` refuses, and the rule that its message tells. The name and the value are checked too. */
  readonly refused: readonly (readonly [parameter: object, rule: RegExp])[];
  /** It takes features ≥ 0 only. */
  readonly isNonNegative?: boolean;
}
