export { checkLearnt } from "./check-learnt.ts";
export { BaseClassifier, type LearntClassifier } from "./base-classifier.ts";
export { BaseEstimator } from "./base-estimator.ts";
export { BaseRegressor } from "./base-regressor.ts";
export { partsOf, requireSame, requireSameShape } from "./merged-parts.ts";
export { StateReader } from "./state-reader.ts";
export { requireSynchronous } from "./synchronous.ts";
export {
  classTargets,
  numberTargets,
  weightsOf,
  type ClassTargets,
  type NumberTargets,
} from "./training-data.ts";
export { labelsOfCodes, labelsOfLargest, votesOf, writeLabelsOfLargest } from "./votes.ts";
