/** What an optimizer remembers between steps, as plain data: it can travel and be saved. */
export interface OptimizerState {
  /** Steps done so far. */
  step: number;
  /** Vectors of the parameters' length, e.g. the velocity of momentum; their meaning is the optimizer's own. */
  buffers: Float64Array[];
}

/**
 * Turns gradients into steps. It holds nothing but its settings; what it remembers is the state it is given.
 * Its functions may be taken off it (they do not use `this`).
 */
export interface Optimizer {
  readonly name: string;
  /** The state before the first step. */
  init(nParameters: number): OptimizerState;
  /**
   * One step against the gradient: `parameters` and `state` are updated in place.
   *
   * @returns ‖step‖, the Euclidean norm of the change of the parameters.
   */
  update(state: OptimizerState, parameters: Float64Array, gradient: Float64Array): number;
}

export interface OptimizerOptions {
  /** Step size η > 0. */
  learningRate: number;
}
