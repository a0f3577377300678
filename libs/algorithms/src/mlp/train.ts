import { minimise, type Objective } from "../minimisers/index.ts";
import { hashSeed } from "../random/hash-seed.ts";
import type { MLPModel, MLPRows } from "./mlp-model.ts";
import type { MLPParameters } from "./parameters.ts";
import { fitStochastic } from "./stochastic.ts";

/** What training gave. */
export interface MLPFit {
  /** θ, weights first. */
  readonly theta: Float64Array;
  /** Epochs, or iterations. */
  readonly nIter: number;
  /** The mean loss of each epoch, penalty included; of `lbfgs` the last one alone. */
  readonly lossCurve: readonly number[];
  /** The score on the rows held out after each epoch; empty without early stopping. */
  readonly validationScores: readonly number[];
}

/** @param start θ where it starts. Default: random weights of the seed. */
export function trainMLP(
  model: MLPModel,
  data: MLPRows,
  parameters: MLPParameters,
  seed: number,
  start = model.initialParameters(hashSeed(seed, "weights")),
): MLPFit {
  const rows = { ...data, weights: withMeanOne(data.weights) };
  return parameters.solver === "lbfgs"
    ? fitQuasiNewton(model, rows, parameters, start)
    : fitStochastic(model, rows, parameters, seed, start);
}

/** All rows at once: minimises 1/n (Σ sᵢ l(yᵢ, f(xᵢ)) + ½ α ‖W‖²) by L-BFGS. */
function fitQuasiNewton(
  model: MLPModel,
  { X, y, weights }: MLPRows,
  { alpha, tol, maxIter }: MLPParameters,
  start: Float64Array,
): MLPFit {
  const lambda = alpha / X.nRows;
  const objective: Objective = (theta, gradient) => {
    let loss = model.lossAndGradient(theta, X, y, gradient, undefined, weights ?? undefined);
    for (let j = 0; j < model.nWeights; j++) {
      gradient[j] += lambda * theta[j];
      loss += 0.5 * lambda * theta[j] * theta[j];
    }
    return loss;
  };
  const { x: theta, value, nIter } = minimise(objective, start, { tol, maxIter });
  return { theta, nIter, lossCurve: [value], validationScores: [] };
}

/** Weights of the mean 1: a row of weight 2 counts as two, and the step size keeps its meaning. */
function withMeanOne(weights: Float64Array | null): Float64Array | null {
  if (weights === null) return null;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}
