import type { PenalizedModel } from "../linear/gradient-model.ts";
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
  /** Strength α ≥ 0 of the penalty α/2 ‖w‖² (never on the biases). */
  alpha: number;
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
 *     g = ∂L/∂θ + α w        stop if max |gⱼ| < ε        θ ← optimizer(θ, g)
 *
 * @param X n × d. @param y n numbers, or class codes.
 * @throws ParameterError, DataError when options or shapes do not fit. Too large a step size gives NaN, not an error.
 */
export function gradientDescent(
  model: PenalizedModel,
  X: Matrix,
  y: Float64Array,
  options: GradientDescentOptions,
): GradientDescentResult {
  const { maxIter, epsilon, alpha, learningRate } = options;
  checkIntegerAtLeast(1, "maxIter", maxIter);
  checkNonNegative("epsilon", epsilon);
  checkNonNegative("alpha", alpha);
  const optimizer = createOptimizer(options.optimizer, { learningRate });
  const state = optimizer.init(model.nParameters);
  const parameters = options.initial?.slice() ?? new Float64Array(model.nParameters);
  const gradient = new Float64Array(model.nParameters);
  let loss = 0;
  for (let iterations = 1; iterations <= maxIter; iterations++) {
    loss = model.lossAndGradient(parameters, X, y, gradient);
    model.addPenalty(parameters, alpha, gradient);
    if (largestComponent(gradient) < epsilon) return { parameters, iterations, converged: true, loss };
    optimizer.update(state, parameters, gradient);
  }
  return { parameters, iterations: maxIter, converged: false, loss };
}

/** max |gⱼ|, 0 for no components; NaN when one is NaN, so that a diverged run never counts as converged. */
export function largestComponent(gradient: Float64Array): number {
  let largest = 0;
  for (const g of gradient) largest = Math.max(largest, Math.abs(g));
  return largest;
}
