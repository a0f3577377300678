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
export { DataError, NotFittedError, ParameterError } from "./errors.ts";
export type { GradientModel } from "./linear/gradient-model.ts";
export { matrix, matrixFromRows, rowOf, takeColumns, takeRows, type Matrix } from "./tensor/matrix.ts";
export { hashSeed } from "./random/hash-seed.ts";
export { createRandom, type Random } from "./random/random.ts";
export { bootstrapIndices, consecutive, sampleWithoutReplacement, shuffle } from "./random/sampling.ts";
