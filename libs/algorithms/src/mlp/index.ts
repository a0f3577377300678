export { MLPClassifier, type MLPClassifierParameters } from "./mlp-classifier.ts";
export { MLPModel } from "./mlp-model.ts";
export { MLPRegressor, type MLPRegressorParameters } from "./mlp-regressor.ts";
