export { codesFromScores, probabilitiesFromScores } from "./class-scores.ts";
export { LinearModel } from "./linear-model.ts";
export { outputsOf, type LinearModelOptions } from "./model-options.ts";
export { sgdEpochs, type SGDOptions } from "./sgd-epochs.ts";
export { SGDClassifier, type SGDClassifierParameters } from "./sgd-classifier.ts";
export { SGDRegressor, type SGDRegressorParameters } from "./sgd-regressor.ts";
