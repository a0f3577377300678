export { DecisionTreeClassifier, type DecisionTreeClassifierParameters } from "./decision-tree-classifier.ts";
export { DecisionTreeRegressor, type DecisionTreeRegressorParameters } from "./decision-tree-regressor.ts";
export { ExtraTreeClassifier, type ExtraTreeClassifierParameters } from "./extra-tree-classifier.ts";
export { ExtraTreeRegressor, type ExtraTreeRegressorParameters } from "./extra-tree-regressor.ts";
export type { ExportTextOptions } from "./export-text.ts";

// The parts that ensembles of trees are made of.
export { applyClassWeights, balancedWeights, weightsOfClasses, type ClassWeight } from "./class-weight.ts";
export { CLASS_CRITERIA } from "./criteria.ts";
export { findLeaves } from "./find-leaves.ts";
export { LEAF, type FlatTree, type TreeShape } from "./flat-tree.ts";
export { meanImportances } from "./importances.ts";
export {
  classObjective,
  learnTree,
  meanObjective,
  prepareFeatures,
  type MakeObjective,
  type PreparedFeatures,
} from "./learn-tree.ts";
export {
  checkThresholdParameters,
  checkTreeParameters,
  THRESHOLD_DEFAULTS,
  TREE_DEFAULTS,
  type ThresholdParameters,
  type TreeParameters,
} from "./parameters.ts";
export { PackedForest } from "./packed-forest.ts";
export { MEAN_CRITERIA } from "./tree-regressor.ts";
export { treeFromState, treeToState } from "./tree-state.ts";
