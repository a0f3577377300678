import type { StateReader } from "../base/index.ts";
import type { Label, PlainData, Task } from "../estimator.ts";
import { affineMap } from "../linear-algebra/index.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { LinearModel } from "./linear-model.ts";
import { outputsOf } from "./model-options.ts";
import { averageFrom, type SGDParameters } from "./sgd-parameters.ts";
import { answerOf, type SGDProgress } from "./sgd-train.ts";

/** What an SGD estimator knows after `fit`. */
export interface SGDLearnt {
  readonly nFeatures: number;
  readonly model: LinearModel;
  readonly progress: SGDProgress;
  /** θ to predict with. */
  readonly answer: Float64Array;
}

/** @param classes `null` for a regressor. @throws ParameterError */
export function modelOf(
  task: Task,
  { loss, epsilon, quantile, fitIntercept }: SGDParameters,
  nFeatures: number,
  classes: readonly Label[] | null,
): LinearModel {
  const options = { task, loss, epsilon, quantile, fitIntercept, nFeatures };
  if (classes === null) return new LinearModel({ ...options, nOutputs: 1 });
  const nClasses = classes.length;
  return new LinearModel({ ...options, nOutputs: outputsOf(loss, nClasses), nClasses });
}

export function learntOf(model: LinearModel, progress: SGDProgress, parameters: SGDParameters): SGDLearnt {
  return { nFeatures: model.nFeatures, model, progress, answer: answerOf(progress, parameters) };
}

/** The raw scores of X, n × nOutputs. @throws DataError for another width, NaN or infinity. */
export function scoresOf({ nFeatures, model, answer }: SGDLearnt, X: Matrix): Matrix {
  return matrix(X.nRows, model.nOutputs, affineMap(X, nFeatures, answer, model.nOutputs));
}

/** The weights to predict with, nOutputs × d. */
export function coefOf({ model, answer }: SGDLearnt): Matrix {
  return matrix(model.nOutputs, model.nFeatures, answer.slice(0, model.nWeights));
}

/** The biases to predict with, nOutputs of them. */
export function interceptOf({ model, answer }: SGDLearnt): Float64Array {
  return answer.slice(model.nWeights);
}

/** Plain data; `averaged` is there where an average is kept. */
export function progressToState({ iterate, average, steps, nIter }: SGDProgress): PlainData {
  const state = { weights: Array.from(iterate), steps, nIter };
  return average === null ? state : { ...state, averaged: Array.from(average) };
}

export function progressFromState(
  reader: StateReader,
  parameters: SGDParameters,
  { nParameters }: LinearModel,
): SGDProgress {
  return {
    iterate: reader.float64("weights", nParameters),
    average: averageFrom(parameters) === null ? null : reader.float64("averaged", nParameters),
    steps: reader.count("steps"),
    nIter: reader.count("nIter"),
  };
}
