export type {
  Classifier,
  ClassifierFitOptions,
  Estimator,
  FitOptions,
  Label,
  PlainData,
  Regressor,
  Task,
} from "./estimator.ts";
export type { GradientModel } from "./linear/gradient-model.ts";
export { matrix, matrixFromRows, rowOf, takeColumns, takeRows, type Matrix } from "./tensor/matrix.ts";
