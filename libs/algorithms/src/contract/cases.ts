import type { EstimatorName } from "../registry.ts";
import {
  TREE_REFUSALS,
  THRESHOLD_REFUSALS,
  TREE_CLASS_WEIGHT_REFUSALS,
  FOREST_REFUSALS,
  TREE_PARAMETERS,
  FOREST_PARAMETERS,
  DISCRETE_REFUSALS,
  NEIGHBORS,
  COORDINATE_DESCENT_REFUSALS,
  CLASS_WEIGHT_REFUSALS,
  SGD_REFUSALS,
  BOOSTING_REFUSALS,
  MLP,
  type ContractCase,
} from "./shared-cases.ts";

export type { ContractCase };

/** Every estimator is here: the compiler misses none. */
export const CONTRACT_CASES: Record<EstimatorName, ContractCase> = {
  DecisionTreeClassifier: {
    parameters: [
      ...TREE_PARAMETERS,
      { splitter: "exact", criterion: "entropy" },
      { classWeight: "balanced", minSamplesLeaf: 2 },
    ],
    refused: [...TREE_REFUSALS, ...THRESHOLD_REFUSALS, ...TREE_CLASS_WEIGHT_REFUSALS],
  },
  DecisionTreeRegressor: {
    parameters: [...TREE_PARAMETERS, { splitter: "exact" }],
    refused: [...TREE_REFUSALS, ...THRESHOLD_REFUSALS],
  },
  ExtraTreeClassifier: {
    parameters: [...TREE_PARAMETERS, { classWeight: "balanced", criterion: "log_loss" }],
    refused: [...TREE_REFUSALS, ...TREE_CLASS_WEIGHT_REFUSALS],
  },
  ExtraTreeRegressor: { parameters: TREE_PARAMETERS, refused: TREE_REFUSALS },
  RandomForestClassifier: {
    parameters: [...FOREST_PARAMETERS, { nEstimators: 3, classWeight: "balanced_subsample" }],
    refused: [...TREE_REFUSALS, ...THRESHOLD_REFUSALS, ...TREE_CLASS_WEIGHT_REFUSALS, ...FOREST_REFUSALS],
  },
  RandomForestRegressor: {
    parameters: FOREST_PARAMETERS,
    refused: [...TREE_REFUSALS, ...THRESHOLD_REFUSALS, ...FOREST_REFUSALS],
  },
  BernoulliNB: {
    parameters: [{}, { alpha: 0, binarize: 4 }, { fitPrior: false }],
    refused: [...DISCRETE_REFUSALS, [{ binarize: NaN }, /null .* or a finite number/]],
  },
  // "constant" needs a class that all data of the suite have: it has tests of its own.
  DummyClassifier: {
    parameters: [{}, { strategy: "most_frequent" }, { strategy: "stratified" }, { strategy: "uniform" }],
    refused: [
      [{ strategy: "mode" }, /be one of prior, most_frequent, stratified, uniform, constant/],
      [{ constant: 7, strategy: "constant" }, /be one of the classes \[0,1,2\]/],
      [{ seed: NaN }, /a finite number/],
    ],
  },
  DummyRegressor: {
    parameters: [
      {},
      { strategy: "median" },
      { strategy: "quantile", quantile: 0.9 },
      { strategy: "constant", constant: 2 },
    ],
    refused: [
      [{ strategy: "mode" }, /be one of mean, median, quantile, constant/],
      [{ quantile: 2, strategy: "quantile" }, /a number from 0 to 1/],
      [{ constant: null, strategy: "constant" }, /a finite number/],
    ],
  },
  GaussianNB: {
    parameters: [{}, { varSmoothing: 0 }],
    refused: [
      [{ varSmoothing: -1 }, /a finite number ≥ 0/],
      [{ priors: [0.5, 0.6] }, /sum to 1/],
      [{ priors: [0.5, 0.5] }, /each of the 3 classes/],
    ],
  },
  KNeighborsClassifier: NEIGHBORS,
  KNeighborsRegressor: NEIGHBORS,
  MLPClassifier: MLP,
  MLPRegressor: MLP,
  MultinomialNB: {
    parameters: [{}, { alpha: 0 }, { fitPrior: false }],
    refused: DISCRETE_REFUSALS,
    isNonNegative: true,
  },
  NearestCentroid: {
    parameters: [{}, { metric: "manhattan" }, { shrinkThreshold: 0.5 }],
    refused: [
      [{ metric: "cosine" }, /be one of euclidean, manhattan/],
      [{ shrinkThreshold: 0 }, /null .* or a finite number > 0/],
      [{ shrinkThreshold: "0.5" }, /null .* or a finite number > 0/],
    ],
  },
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
      [{ C: 0 }, /a finite number > 0/],
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
      [{ C: 0 }, /a finite number > 0/],
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
  GradientBoostingClassifier: {
    parameters: [
      {},
      { maxIter: 12, maxLeafNodes: null, minSamplesLeaf: 2, l2Regularization: 1, classWeight: "balanced" },
      { maxIter: 15, minSamplesLeaf: 5, maxDepth: 2, maxBins: 16, earlyStopping: true, nIterNoChange: 3 },
      { maxIter: 15, earlyStopping: true, validationFraction: null },
    ],
    refused: [...BOOSTING_REFUSALS, ...CLASS_WEIGHT_REFUSALS],
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
