/**
 * A loss of one target and one raw score, l(y, p), with its derivative with respect to the score.
 * `y` is a number for a regressor; for a classifier it is +1 for the class the score speaks for, −1 for any other.
 * `p` is what the model says before any link function.
 */
export interface PointwiseLoss {
  readonly name: string;
  /** The number that the loss was made with, such as Huber's ε, where it was. */
  readonly parameter?: number;
  /** l(y, p). */
  value(y: number, p: number): number;
  /** l'(y, p) = ∂l/∂p; at a kink one of the slopes between those on both sides. */
  derivative(y: number, p: number): number;
  /**
   * The first `n` pairs at once: one call for many rows lets hot loops choose a loss by name without paying for a
   * call per row, and what value and derivative have in common is computed once.
   *
   * @param values receives l(yᵢ, pᵢ); another array than `y` and `p`.
   * @param derivatives receives l'(yᵢ, pᵢ); may be the same array as `p`.
   */
  evaluate(
    y: Float64Array,
    p: Float64Array,
    n: number,
    values: Float64Array,
    derivatives: Float64Array,
  ): void;
  /** Left out: `evaluate` does for stepping too. */
  readonly stepwise?: StepwiseLoss;
  /** @throws DataError when a target is outside of what the loss is defined for. Left out: all finite ones are fine. */
  checkTargets?(y: ArrayLike<number>): void;
}

/**
 * The same loss for stochastic gradient descent, which waits for every row's slope, but for the values only in sum: they
 * are cheaper together, afterwards.
 */
export interface StepwiseLoss {
  /** @param derivatives receives l'(yᵢ, pᵢ) for the first n pairs. */
  slopes(y: Float64Array, p: Float64Array, n: number, derivatives: Float64Array): void;
  /** @param derivatives what `slopes` gave for these pairs. @param n at most 512. @returns Σ l(yᵢ, pᵢ) */
  sum(y: Float64Array, p: Float64Array, n: number, derivatives: Float64Array): number;
}
