import type { GradientModel } from "../gradient-model.ts";
import { addPenaltyGradient, createPenalty, shrink, type PenaltyName } from "../penalties/index.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkIntegerAtLeast, checkNonNegative } from "../validation/parameters.ts";
import { createOptimizer, type OptimizerName } from "./create-optimizer.ts";

export interface GradientDescentOptions {
  /** Most iterations, an integer ≥ 1. */
  maxIter: number;
  /** Stop when max |gⱼ| is below, ≥ 0. */
  epsilon: number;
  optimizer: OptimizerName;
  /** Step size η, finite and > 0. */
  learningRate: number;
  /** What keeps the weights small (never the biases). Default `l2`. */
  penalty?: PenaltyName | null;
  /** Its strength α ≥ 0. */
  alpha: number;
  /** The share of l1 in `elasticnet`, 0…1. Default 0.15. */
  l1Ratio?: number;
  /** Where to start; not changed. Default: zeros. */
  initial?: Float64Array;
}

export interface GradientDescentResult {
  parameters: Float64Array;
  /** Gradients computed, 1…maxIter. */
  iterations: number;
  /** Whether max |gⱼ| fell below ε; that gradient took no step. */
  converged: boolean;
  /** Mean loss over the rows at the last gradient, without penalty. */
  loss: number;
}

/**
 * Full-batch gradient descent in one process: what a distributed training on shards of the same rows must equal.
 *
 *     g = ∂L/∂θ + α (1 − ρ) w        stop if max |gⱼ| < ε        θ ← prox(optimizer(θ, g))
 *
 * where prox is the proximal operator of an l1 penalty (`shrink`), which with the optimizer `sgd` makes it the iterative
 * shrinkage-thresholding algorithm. With l1, max |gⱼ| need not become small at the optimum.
 *
 * @param X n × d. @param y n numbers, or class codes.
 * @throws ParameterError, DataError when options or shapes do not fit. Too large a step size gives NaN, not an error.
 */
export function gradientDescent(
  model: GradientModel,
  X: Matrix,
  y: Float64Array,
  options: GradientDescentOptions,
): GradientDescentResult {
  const { maxIter, epsilon, learningRate, alpha, l1Ratio, penalty: name = "l2" } = options;
  checkIntegerAtLeast(1, "maxIter", maxIter);
  checkNonNegative("epsilon", epsilon);
  const penalty = createPenalty({ penalty: name, alpha, ...(l1Ratio !== undefined && { l1Ratio }) });
  const nWeights = model.nWeights ?? model.nParameters;
  const optimizer = createOptimizer(options.optimizer, { learningRate });
  const state = optimizer.init(model.nParameters);
  const parameters = options.initial?.slice() ?? new Float64Array(model.nParameters);
  const gradient = new Float64Array(model.nParameters);
  let loss = 0;
  for (let iterations = 1; iterations <= maxIter; iterations++) {
    loss = model.lossAndGradient(parameters, X, y, gradient);
    addPenaltyGradient(penalty, parameters, gradient, nWeights);
    if (largestComponent(gradient) < epsilon) return { parameters, iterations, converged: true, loss };
    optimizer.update(state, parameters, gradient);
    shrink(penalty, learningRate, parameters, nWeights);
  }
  return { parameters, iterations: maxIter, converged: false, loss };
}

/** max |gⱼ|, 0 for no components; NaN when one is NaN, so that a diverged run never counts as converged. */
export function largestComponent(gradient: Float64Array): number {
  let largest = 0;
  // NaN stays in the sum, which the comparison alone would pass over. Math.max, which does both, is six times as slow.
  let sum = 0;
  for (let j = 0; j < gradient.length; j++) {
    const size = Math.abs(gradient[j]);
    if (size > largest) largest = size;
    sum += size;
  }
  return Number.isNaN(sum) ? NaN : largest;
}
