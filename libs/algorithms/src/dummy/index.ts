export { DummyClassifier, type DummyClassifierParameters } from "./dummy-classifier.ts";
export { DummyRegressor, type DummyRegressorParameters } from "./dummy-regressor.ts";
