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
export type { ParameterServerOptions, RunEvent } from "@chimera/distributed";

// Learners for bagging; any object with the interface of an estimator is one.
export {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
  type Classifier,
  type ClassifierFitOptions,
  type DecisionTreeClassifierParameters,
  type DecisionTreeRegressorParameters,
  type ExportTextOptions,
  type ExtraTreeClassifierParameters,
  type ExtraTreeRegressorParameters,
  type RandomForestClassifierParameters,
  type RandomForestRegressorParameters,
  type Estimator,
  type FitOptions,
  type Label,
  type PlainData,
  type Regressor,
  type Task,
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
