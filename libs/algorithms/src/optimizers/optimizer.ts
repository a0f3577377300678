import type { Floats } from "../kernels/index.ts";

/** What an optimizer remembers between steps, as plain data: it can travel and be saved. */
export interface OptimizerState<T extends Floats = Floats> {
  /** Steps done so far. */
  step: number;
  /** Vectors of the parameters' length, e.g. the velocity of momentum; their meaning is the optimizer's own. */
  buffers: T[];
}

/**
 * Turns gradients into steps. It holds nothing but its settings; what it remembers is the state it is given.
 * Its functions may be taken off it (they do not use `this`).
 */
export interface Optimizer {
  readonly name: string;
  /**
   * The state before the first step.
   *
   * @param zeros makes a vector of zeros, in what numbers the optimizer shall remember. Default: of float64.
   */
  init(nParameters: number): OptimizerState<Float64Array>;
  init<T extends Floats>(nParameters: number, zeros: (length: number) => T): OptimizerState<T>;
  /**
   * One step against the gradient: `parameters` and `state` are updated in place, `gradient` is not.
   *
   * @returns ‖step‖, the Euclidean norm of the change of the parameters.
   */
  update(state: OptimizerState, parameters: Floats, gradient: Floats): number;
}

export interface OptimizerOptions {
  /** Step size η > 0. */
  learningRate: number;
  /** μ of `momentum` and `nesterov`, 0 ≤ μ < 1. Default 0.9. */
  momentum?: number;
  /** β₁ of `adam` and `adamw`, 0 ≤ β₁ < 1. Default 0.9. */
  beta1?: number;
  /** β₂ of `adam` and `adamw`, 0 ≤ β₂ < 1. Default 0.999. */
  beta2?: number;
  /** ρ of `rmsprop`, 0 ≤ ρ < 1. Default 0.99. */
  decay?: number;
  /** ε > 0 of those that divide by a root. Default 1e-8; `adagrad` 1e-10. */
  epsilon?: number;
  /**
   * λ ≥ 0. `adamw` shrinks the parameters by ηλ beside its step; all others add λθ to the gradient, which is the l2 penalty
   * ½λ‖θ‖². Default 0; `adamw` 0.01.
   */
  weightDecay?: number;
}
