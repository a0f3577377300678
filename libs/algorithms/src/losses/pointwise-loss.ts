/**
 * A loss of one target and one raw score, l(y, p), with its derivative with respect to the score.
 * `y` is a number for a regressor, 0 or 1 for a classifier; `p` is what the model says before any link function.
 */
export interface PointwiseLoss {
  readonly name: string;
  /** l(y, p) ≥ 0. */
  value(y: number, p: number): number;
  /** l'(y, p) = ∂l/∂p. */
  derivative(y: number, p: number): number;
  /**
   * The first `n` pairs at once: one call for many rows lets hot loops choose a loss by name without paying for a
   * call per row, and what value and derivative have in common is computed once.
   *
   * @param derivatives receives l'(yᵢ, pᵢ); may be the same array as `p`.
   * @returns Σᵢ l(yᵢ, pᵢ)
   */
  evaluate(y: Float64Array, p: Float64Array, n: number, derivatives: Float64Array): number;
}
