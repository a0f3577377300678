// Masters and workers: what a user's files are made of.
export {
  AggregationMaster,
  ClassificationWorker,
  ParameterServerMaster,
  RegressionWorker,
  SGDWorker,
  type AggregationOptions,
  type FitRequestOptions,
  type Master,
  type ModelWorkerOptions,
  type Prediction,
  type RunningMaster,
  type RunningNode,
  type SGDWorkerOptions,
} from "@chimera/nodes";
export { run, type RunOptions } from "@chimera/runtime";
export type { GradientEstimator, ParameterServerOptions, RunEvent } from "@chimera/distributed";

// Learners for bagging; any object with the interface of an estimator is one.
export {
  BernoulliNB,
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  DummyClassifier,
  DummyRegressor,
  GaussianNB,
  KNeighborsClassifier,
  KNeighborsRegressor,
  MultinomialNB,
  NearestCentroid,
  type BernoulliNBParameters,
  type DummyClassifierParameters,
  type DummyRegressorParameters,
  type GaussianNBParameters,
  type KNeighborsClassifierParameters,
  type KNeighborsRegressorParameters,
  type MultinomialNBParameters,
  type NearestCentroidParameters,
  type Neighbors,
  type Classifier,
  type ClassifierFitOptions,
  type Estimator,
  type FitOptions,
  type Label,
  type PlainData,
  type Regressor,
  type Task,
} from "@chimera/algorithms";

// What turns rows into rows that a learner learns from more easily, and the chain of both.
export {
  MinMaxScaler,
  OneHotEncoder,
  Pipeline,
  SimpleImputer,
  StandardScaler,
  type MinMaxScalerParameters,
  type OneHotEncoderParameters,
  type PipelineParameters,
  type PipelineStep,
  type SimpleImputerParameters,
  type StandardScalerParameters,
  type Transformer,
  type TransformerFitOptions,
} from "@chimera/algorithms";

// What an estimator of one's own is made of: see examples/own-estimator.
export {
  columnMoments,
  createRandom,
  DataError,
  gradientDescent,
  hashSeed,
  NotFittedError,
  ParameterError,
  scalingOf,
  standardize,
  type GradientDescentOptions,
  type GradientDescentResult,
  type GradientModel,
  type ModelShape,
  type Random,
  type Scaling,
} from "@chimera/algorithms";

// Data in, and its numbers out.
export {
  loadDataset,
  readHoldOut,
  splitTable,
  writeShards,
  type Dataset,
  type ShardsSummary,
  type Split,
  type SplitOptions,
  type WriteShardsOptions,
  type WrittenPart,
} from "@chimera/dataset";
export {
  accuracy,
  classificationReport,
  confusionMatrix,
  formatClassificationReport,
  formatRegressionReport,
  matrix,
  matrixFromRows,
  meanAbsoluteError,
  meanSquaredError,
  r2Score,
  regressionReport,
  type ClassificationReport,
  type ClassScores,
  type Matrix,
  type RegressionReport,
} from "@chimera/algorithms";
