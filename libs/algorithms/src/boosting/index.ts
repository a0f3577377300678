export {
  GradientBoostingClassifier,
  type GradientBoostingClassifierParameters,
} from "./gradient-boosting-classifier.ts";
export {
  GradientBoostingRegressor,
  type GradientBoostingRegressorParameters,
} from "./gradient-boosting-regressor.ts";
export { PackedForest, type ForestTree } from "./packed-forest.ts";
export type { TreeShape } from "./boosted-tree.ts";
