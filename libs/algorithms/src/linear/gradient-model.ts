import type { Matrix } from "../tensor/matrix.ts";

/**
 * A model that gradient descent can train: all of its parameters are one flat vector, so that they travel,
 * average and step without anyone knowing what they mean.
 */
export interface GradientModel {
  /** Length of the parameter vector. */
  readonly nParameters: number;
  /**
   * Mean loss over the rows, without penalty, and its gradient:
   *
   *     L(θ) = 1/n Σᵢ l(yᵢ, f(xᵢ; θ))        g = ∂L/∂θ
   *
   * @param parameters θ, length `nParameters`.
   * @param X n × d.
   * @param y n targets: numbers for a regressor, codes 0…K−1 of the agreed classes for a classifier.
   * @param gradient receives g (overwritten), length `nParameters`.
   * @param rows indices of the rows to use. Default: all of them.
   * @returns L(θ); 0 (and g = 0) when there are no rows.
   */
  lossAndGradient(
    parameters: Float64Array,
    X: Matrix,
    y: Float64Array,
    gradient: Float64Array,
    rows?: Int32Array,
  ): number;
}

/** A gradient model whose weights can be kept small. */
export interface PenalizedModel extends GradientModel {
  /**
   * The L2 penalty α/2 ‖w‖² of the weights w; biases are not penalised.
   *
   * @param alpha α ≥ 0.
   * @param gradient receives the penalty's gradient on top of what is there: g += α w.
   * @returns α/2 ‖w‖²
   */
  addPenalty(parameters: Float64Array, alpha: number, gradient: Float64Array): number;
}
