/** What the contract suite has to know of an estimator. */
export interface ContractCase {
  /** Sets of parameters; each has to pass the whole suite. Default: `{}` alone. */
  readonly parameters?: readonly object[];
  /** Parameters that `fit` refuses, and the rule that its message tells. The name and the value are checked too. */
  readonly refused: readonly (readonly [parameter: object, rule: RegExp])[];
  /** It takes features ≥ 0 only. */
  readonly isNonNegative?: boolean;
}

export const TREE_REFUSALS: ContractCase["refused"] = [
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

export const THRESHOLD_REFUSALS: ContractCase["refused"] = [
  [{ splitter: "best" }, /"histogram" or "exact"/],
  [{ maxBins: 1 }, /an integer from 2 to 256/],
];

export const TREE_CLASS_WEIGHT_REFUSALS: ContractCase["refused"] = [
  [{ classWeight: "balance" }, /"balanced", or an object/],
  [{ classWeight: { 0: -1 } }, /finite weights ≥ 0/],
  [{ classWeight: { 0: 2, cat: 3 } }, /name classes among 0, 1, 2/],
];

export const FOREST_REFUSALS: ContractCase["refused"] = [
  [{ nEstimators: 0 }, /an integer ≥ 1/],
  [{ maxSamples: 0 }, /a share between 0 and 1/],
  [{ maxSamples: 61, bootstrap: true }, /at most 60/],
  [{ maxSamples: 0.5, bootstrap: false }, /null where bootstrap is false/],
  [{ oobScore: true, bootstrap: false, maxSamples: null }, /false where bootstrap is false/],
];

export const TREE_PARAMETERS = [
  {},
  { maxLeafNodes: 4, minSamplesSplit: 0.1 },
  { maxDepth: 3, minSamplesLeaf: 2, maxFeatures: "sqrt" },
  { minImpurityDecrease: 0.01, maxFeatures: 0.5, minWeightFractionLeaf: 0.05 },
];

export const FOREST_PARAMETERS = [
  { nEstimators: 5 },
  { nEstimators: 5, oobScore: true, maxSamples: 0.7 },
  { nEstimators: 3, bootstrap: false, splitter: "exact", maxFeatures: 1, maxLeafNodes: 6 },
];

export const DISCRETE_REFUSALS: ContractCase["refused"] = [
  [{ alpha: -1 }, /a finite number ≥ 0/],
  [{ fitPrior: "yes" }, /true or false/],
  [{ classPrior: [0.5, 0.6] }, /sum to 1/],
  [{ classPrior: [0.5, 0.5] }, /each of the 3 classes/],
];

export const NEIGHBORS: ContractCase = {
  parameters: [
    {},
    { weights: "distance", algorithm: "kd_tree", leafSize: 2 },
    { metric: "manhattan", algorithm: "brute", nNeighbors: 1 },
    { p: 3 },
  ],
  refused: [
    [{ nNeighbors: 0 }, /an integer ≥ 1/],
    [{ weights: "gauss" }, /be one of uniform, distance/],
    [{ algorithm: "ball_tree" }, /be one of auto, brute, kd_tree/],
    [{ leafSize: 0 }, /an integer ≥ 1/],
    [{ p: 0.5 }, /a finite number ≥ 1/],
    [{ metric: "cosine" }, /be one of minkowski, euclidean, manhattan/],
  ],
};
export const COORDINATE_DESCENT_REFUSALS: ContractCase["refused"] = [
  [{ alpha: -1 }, /a finite number ≥ 0/],
  [{ fitIntercept: 1 }, /true or false/],
  [{ maxIter: 0 }, /an integer ≥ 1/],
  [{ tol: NaN }, /a finite number ≥ 0/],
  [{ positive: null }, /true or false/],
  [{ selection: "greedy" }, /one of cyclic, random/],
  [{ seed: NaN }, /a finite number/],
];

export const CLASS_WEIGHT_REFUSALS: ContractCase["refused"] = [
  [{ classWeight: "even" }, /null, "balanced" or an object/],
  [{ classWeight: { 0: -1 } }, /null, "balanced" or an object/],
  [{ classWeight: { 7: 1 } }, /name only the classes 0, 1, 2/],
];

export const SGD_REFUSALS: ContractCase["refused"] = [
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

export const BOOSTING_REFUSALS: ContractCase["refused"] = [
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
  [{ validationFraction: "0.1" }, /between 0 and 1/],
  [{ nIterNoChange: 0 }, /an integer ≥ 1/],
  [{ tol: NaN }, /finite number ≥ 0/],
  [{ seed: Infinity }, /a finite number/],
];

export const MLP: ContractCase = {
  parameters: [
    {},
    { hiddenLayerSizes: [5, 3], solver: "sgd", activation: "tanh", learningRate: "adaptive", maxIter: 30 },
    { hiddenLayerSizes: 4, solver: "lbfgs", activation: "logistic", maxIter: 30 },
    { hiddenLayerSizes: [], earlyStopping: true, batchSize: 16, shuffle: false },
  ],
  refused: [
    [{ hiddenLayerSizes: [4, 0] }, /an integer ≥ 1 or a list/],
    [{ activation: "rleu" }, /be one of identity, relu, .*did you mean relu/],
    [{ solver: "newton" }, /be one of adam, sgd, lbfgs/],
    [{ alpha: -1 }, /a finite number ≥ 0/],
    [{ batchSize: 0 }, /"auto" or an integer ≥ 1/],
    [{ learningRate: "optimal" }, /be one of constant, invscaling, adaptive/],
    [{ learningRateInit: 0 }, /a finite number > 0/],
    [{ powerT: NaN }, /a finite number/],
    [{ maxIter: 0 }, /an integer ≥ 1/],
    [{ shuffle: 1 }, /true or false/],
    [{ tol: -1 }, /a finite number ≥ 0/],
    [{ momentum: 1 }, /≥ 0 and below 1/],
    [{ beta1: 1 }, /≥ 0 and below 1/],
    [{ epsilon: 0 }, /a finite number > 0/],
    [{ validationFraction: 1 }, /above 0 and below 1/],
    [{ nIterNoChange: 0 }, /an integer ≥ 1/],
    [{ dtype: "float16" }, /one of float32, float64/],
    [{ dtype: "float32", solver: "lbfgs" }, /be float64 for lbfgs/],
    [{ seed: NaN }, /a finite number/],
  ],
};
