export { KNeighborsClassifier, type KNeighborsClassifierParameters } from "./k-neighbors-classifier.ts";
export { KNeighborsRegressor, type KNeighborsRegressorParameters } from "./k-neighbors-regressor.ts";
export type { Neighbors } from "./neighbors.ts";
