import type { Matrix } from "./tensor/matrix.ts";

/**
 * A model that gradient descent can train: all of its parameters are one flat vector, so that they travel,
 * average and step without anyone knowing what they mean.
 */
export interface GradientModel {
  /** Length of the parameter vector. */
  readonly nParameters: number;
  /** Penalties apply to the first `nWeights` parameters; the others (biases) are free. Default: to all. */
  readonly nWeights?: number;
  /**
   * Mean loss over the rows, without penalty, and its gradient; sᵢ are the sample weights:
   *
   *     L(θ) = 1/n Σᵢ sᵢ l(yᵢ, f(xᵢ; θ))        g = ∂L/∂θ
   *
   * @param parameters θ, length `nParameters`.
   * @param X n × d.
   * @param y n targets: numbers for a regressor, codes 0…K−1 of the agreed classes for a classifier.
   * @param gradient receives g (overwritten), length `nParameters`.
   * @param rows indices of the rows to use. Default: all of them.
   * @param sampleWeight a weight sᵢ for every row of X (not only for `rows`). Default: all 1.
   * @returns L(θ); 0 (and g = 0) when there are no rows.
   */
  lossAndGradient(
    parameters: Float64Array,
    X: Matrix,
    y: Float64Array,
    gradient: Float64Array,
    rows?: Int32Array,
    sampleWeight?: Float64Array,
  ): number;
  /** @param X n × d. @returns n numbers of a regressor, n codes 0…K−1 of a classifier. */
  predict(parameters: Float64Array, X: Matrix): Float64Array;
  /** @param X n × d. @returns n × K probabilities of a classifier that has them. */
  predictProba?(parameters: Float64Array, X: Matrix): Matrix;
  /** Where training starts, the same on every machine for the same seed. Default: zeros. */
  initialParameters?(seed: number): Float64Array;
}
