export type {
  Classifier,
  ClassifierFitOptions,
  Estimator,
  EstimatorBase,
  EstimatorClass,
  FitOptions,
  Label,
  ModelShape,
  PlainData,
  Regressor,
  Task,
} from "./estimator.ts";
export { sortedClasses, unionOfClasses } from "./encoding/classes.ts";
export { encodeLabels } from "./encoding/encode-labels.ts";
export { DataError, NotFittedError, ParameterError } from "./errors.ts";
export type { GradientModel } from "./gradient-model.ts";
export * from "./penalties/index.ts";
export * from "./base/index.ts";
export { distributedModes, distributedModesTable, type DistributedMode } from "./distributed-modes.ts";
export * from "./transformers/index.ts";
export * from "./pipeline/index.ts";
export * from "./boosting/index.ts";
export { ESTIMATORS, estimatorFromState, type EstimatorName } from "./registry.ts";
export * from "./linear/index.ts";
export * from "./losses/index.ts";
export {
  accuracy,
  classificationReport,
  confusionMatrix,
  type ClassificationReport,
  type ClassScores,
} from "./metrics/classification.ts";
export { formatClassificationReport, formatRegressionReport } from "./metrics/format-report.ts";
export {
  meanAbsoluteError,
  meanSquaredError,
  r2Score,
  regressionReport,
  type RegressionReport,
} from "./metrics/regression.ts";
export * from "./optimizers/index.ts";
export { columnMoments, mergeMoments, takeMoments, type Moments } from "./preprocessing/moments.ts";
export {
  foldScaling,
  scalingOf,
  standardize,
  unfoldScaling,
  type LinearLayout,
  type Scaling,
} from "./preprocessing/scaling.ts";
export * from "./least-squares/index.ts";
export * from "./linear-svc/index.ts";
export * from "./logistic-regression/index.ts";
export * from "./layers/index.ts";
export * from "./mlp/index.ts";
export * from "./kernels/index.ts";
export * from "./parallel/index.ts";
export { matrix, matrixFromRows, rowOf, takeColumns, takeRows, type Matrix } from "./tensor/matrix.ts";
export { shapeText, sizeOf, tensor, type DType, type Shape, type Tensor } from "./tensor/tensor.ts";
export { hashSeed } from "./random/hash-seed.ts";
export { createRandom, type Random } from "./random/random.ts";
export { bootstrapIndices, consecutive, sampleWithoutReplacement, shuffle } from "./random/sampling.ts";
export * from "./schedules/index.ts";
export {
  areFinite,
  checkEqualLengths,
  checkFinite,
  checkFiniteOrMissing,
  checkFiniteTargets,
  checkMatrix,
  checkNotEmpty,
  checkSameLength,
  checkWidth,
} from "./validation/data.ts";
export { closest } from "./validation/closest.ts";
export {
  checkBetween,
  checkBoolean,
  checkIntegerAtLeast,
  checkNonNegative,
  checkOneOf,
  checkOpenUnit,
  checkOptions,
  checkPositive,
  checkSeed,
  chooseByName,
} from "./validation/parameters.ts";
export * from "./forest/index.ts";
export {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
  type DecisionTreeClassifierParameters,
  type DecisionTreeRegressorParameters,
  type ExportTextOptions,
  type ExtraTreeClassifierParameters,
  type ExtraTreeRegressorParameters,
} from "./tree/index.ts";
export * from "./dummy/index.ts";
export * from "./naive-bayes/index.ts";
export * from "./nearest-centroid/index.ts";
export * from "./neighbors/index.ts";
