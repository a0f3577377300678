export {
  GradientBoostingClassifier,
  type GradientBoostingClassifierParameters,
} from "./gradient-boosting-classifier.ts";
export {
  GradientBoostingRegressor,
  type GradientBoostingRegressorParameters,
} from "./gradient-boosting-regressor.ts";
