import { ParameterError } from "../errors.ts";
import { chooseActivation, type ActivationName } from "../layers/index.ts";
import type { DType } from "../tensor/tensor.ts";
import {
  checkBoolean,
  checkIntegerAtLeast,
  checkNonNegative,
  checkOpenUnit,
  checkOptions,
  checkPositive,
  checkSeed,
} from "../validation/parameters.ts";

/** What `MLPClassifier` and `MLPRegressor` have in common. */
export interface MLPParameters {
  /** Units of each hidden layer, integers ≥ 1; `[]` for a linear model. Default [100]. */
  hiddenLayerSizes: number | readonly number[];
  /**
   * f of the hidden layers: scikit-learn's `identity`, `logistic`, `tanh` and `relu`, another of the layers (`gelu`, `softplus`,
   * …), or an expression in x. Default `relu`.
   */
  activation: ActivationName | "logistic" | (string & {});
  /** `adam`, `sgd` (with momentum), or `lbfgs` on all rows at once. Default `adam`. */
  solver: "adam" | "sgd" | "lbfgs";
  /** Strength α ≥ 0 of the penalty ½ α ‖W‖² / (rows of a batch); biases are free. Default 1e-4. */
  alpha: number;
  /** Rows of a batch, an integer ≥ 1, of at most all rows; `auto` for 200. Default `auto`. */
  batchSize: "auto" | number;
  /** The schedule of `sgd`'s step size, epoch by epoch: `constant`, `invscaling` or `adaptive`. Default `constant`. */
  learningRate: "constant" | "invscaling" | "adaptive";
  /** The first step size of `adam` and `sgd`, > 0. Default 0.001. */
  learningRateInit: number;
  /** The exponent of `invscaling`: η₀ / (rows seen + 1)^powerT. Default 0.5. */
  powerT: number;
  /** Most epochs (`lbfgs`: iterations), an integer ≥ 1. Default 200. */
  maxIter: number;
  /** Whether the rows are shuffled before every epoch. Default true. */
  shuffle: boolean;
  /** Seed of the first weights, the shuffles and the rows held out. Default 0. */
  seed: number;
  /**
   * Training is done when the loss of an epoch was not below the best one by more than this, ≥ 0, for more than
   * `nIterNoChange` epochs in a row (with `earlyStopping`: the score not above the best one); of `lbfgs`, when no component of
   * the gradient is greater. Default 1e-4.
   */
  tol: number;
  /** μ of `sgd`, 0 ≤ μ < 1. Default 0.9. */
  momentum: number;
  /** Whether `sgd` has Nesterov's momentum. Default true. */
  nesterovsMomentum: boolean;
  /** Whether a share of the rows is held out; the weights with the best score on them are kept. Not for `lbfgs`. Default false. */
  earlyStopping: boolean;
  /** The share of the rows that is held out, above 0 and below 1. Default 0.1. */
  validationFraction: number;
  /** β₁ of `adam`, 0 ≤ β₁ < 1. Default 0.9. */
  beta1: number;
  /** β₂ of `adam`, 0 ≤ β₂ < 1. Default 0.999. */
  beta2: number;
  /** ε of `adam`, > 0. Default 1e-8. */
  epsilon: number;
  /** Epochs without improvement before training is done, an integer ≥ 1. Default 10. */
  nIterNoChange: number;
  /** What numbers are computed in: `float32` is faster; `lbfgs` needs `float64`. Default `float64`. */
  dtype: DType;
}

/** scikit-learn's. */
export const MLP_DEFAULTS: MLPParameters = {
  hiddenLayerSizes: [100],
  activation: "relu",
  solver: "adam",
  alpha: 1e-4,
  batchSize: "auto",
  learningRate: "constant",
  learningRateInit: 0.001,
  powerT: 0.5,
  maxIter: 200,
  shuffle: true,
  seed: 0,
  tol: 1e-4,
  momentum: 0.9,
  nesterovsMomentum: true,
  earlyStopping: false,
  validationFraction: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  nIterNoChange: 10,
  dtype: "float64",
};

/** @throws ParameterError that names the parameter, its rule and the value; also for one that does not exist. */
export function checkMLPParameters(parameters: MLPParameters): void {
  checkOptions(MLP_DEFAULTS, parameters);
  checkArchitecture(parameters);
  checkChoice("solver", parameters.solver, ["adam", "sgd", "lbfgs"]);
  checkChoice("learningRate", parameters.learningRate, ["constant", "invscaling", "adaptive"]);
  checkNonNegative("alpha", parameters.alpha);
  if (parameters.batchSize !== "auto") checkBatchSize(parameters.batchSize);
  checkPositive("learningRateInit", parameters.learningRateInit);
  if (!Number.isFinite(parameters.powerT))
    throw new ParameterError("powerT", "be a finite number", parameters.powerT);
  for (const name of ["maxIter", "nIterNoChange"] as const) checkIntegerAtLeast(1, name, parameters[name]);
  for (const name of ["shuffle", "nesterovsMomentum", "earlyStopping"] as const)
    checkBoolean(name, parameters[name]);
  for (const name of ["momentum", "beta1", "beta2"] as const) checkShare(name, parameters[name]);
  checkNonNegative("tol", parameters.tol);
  checkOpenUnit("validationFraction", parameters.validationFraction);
  checkPositive("epsilon", parameters.epsilon);
  checkSeed(parameters.seed);
}

/** What fixes the network. @throws ParameterError */
export function checkArchitecture({ hiddenLayerSizes, activation, dtype, solver }: MLPParameters): void {
  const fits = sizesOf(hiddenLayerSizes).every((size) => Number.isSafeInteger(size) && size >= 1);
  if (!fits)
    throw new ParameterError("hiddenLayerSizes", "be an integer ≥ 1 or a list of them", hiddenLayerSizes);
  chooseActivation(activationName(activation));
  checkChoice("dtype", dtype, ["float32", "float64"]);
  if (solver === "lbfgs" && dtype === "float32")
    throw new ParameterError("dtype", "be float64 for lbfgs, whose line search needs the digits", dtype);
}

const OF_THE_NETWORK: readonly string[] = ["hiddenLayerSizes", "activation", "dtype"];

/** Parameters with another value than the default that say how a model is trained, not what its network is. */
export function trainingParameters(parameters: MLPParameters): string[] {
  const names = Object.keys(MLP_DEFAULTS) as (keyof MLPParameters)[];
  return names.filter((name) => !OF_THE_NETWORK.includes(name) && parameters[name] !== MLP_DEFAULTS[name]);
}

export function sizesOf(hiddenLayerSizes: number | readonly number[]): readonly number[] {
  return Array.isArray(hiddenLayerSizes) ? (hiddenLayerSizes as number[]) : [hiddenLayerSizes as number];
}

/** scikit-learn calls the sigmoid `logistic`. */
export function activationName(activation: string): string {
  return activation === "logistic" ? "sigmoid" : activation;
}

function checkBatchSize(batchSize: number): void {
  if (Number.isSafeInteger(batchSize) && batchSize >= 1) return;
  throw new ParameterError("batchSize", 'be "auto" or an integer ≥ 1', batchSize);
}

function checkChoice(parameter: string, value: string, names: readonly string[]): void {
  if (!names.includes(value)) throw new ParameterError(parameter, `be one of ${names.join(", ")}`, value);
}

function checkShare(parameter: string, value: number): void {
  if (typeof value === "number" && value >= 0 && value < 1) return;
  throw new ParameterError(parameter, "be a number ≥ 0 and below 1", value);
}
