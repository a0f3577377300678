import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkEqualLengths, checkWidth } from "../validation/data.ts";
import type { Moments } from "./moments.ts";

/** How features are standardised: z = (x − mean) / scale, per column. */
export interface Scaling {
  /** μ, length d. */
  mean: Float64Array;
  /** σ > 0, length d. */
  scale: Float64Array;
}

/** How many features and outputs a linear parameter vector has; see `LinearModel` for its order. */
export interface LinearLayout {
  readonly nFeatures: number;
  readonly nOutputs: number;
}

/**
 * Mean and standard deviation of the population, σ = √(M₂ / n), as scikit-learn's `StandardScaler` has it.
 * The scale of a constant column is 1: it becomes 0 and divides by nothing. Without rows: mean 0, scale 1.
 */
export function scalingOf({ n, mean, m2 }: Moments): Scaling {
  const scale = m2.map((sum, j) => (isConstant(sum / n, mean[j], n) ? 1 : Math.sqrt(sum / n)));
  return { mean: mean.slice(), scale };
}

/**
 * A variance that rounding alone can produce counts as zero: the bound for the two-pass algorithm of Chan, Golub &
 * LeVeque (1983), as in scikit-learn. n = 0 has the variance NaN and counts as constant.
 */
function isConstant(variance: number, mean: number, n: number): boolean {
  const bound = n * Number.EPSILON * variance + (n * mean * Number.EPSILON) ** 2;
  return !(variance > bound);
}

/**
 * X, standardised: zᵢⱼ = (xᵢⱼ − μⱼ) / σⱼ.
 *
 * @param X n × d. @param Z where the values are written, n · d of them; `X.data` itself does. Default: a new array.
 * @throws DataError when the width of X is not the scaling's, or Z has another length.
 */
export function standardize(
  X: Matrix,
  { mean, scale }: Scaling,
  Z: Float64Array = new Float64Array(X.data.length),
): Matrix {
  checkWidth(X, mean.length);
  checkEqualLengths(Z, X.data, "the standardised values and X");
  const { data, nRows, nColumns } = X;
  for (let i = 0, at = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++, at++) Z[at] = (data[at] - mean[j]) / scale[j];
  }
  return matrix(nRows, nColumns, Z);
}

/**
 * The parameters of a linear model for raw features, from those learnt on standardised ones: both models answer the
 * same scores. From w·(x − μ)/σ + b = w'·x + b' for each output:
 *
 *     w'ⱼ = wⱼ / σⱼ        b' = b − Σⱼ w'ⱼ μⱼ
 *
 * @returns a new vector. @throws DataError when its length does not fit layout and scaling.
 */
export function foldScaling(parameters: Float64Array, layout: LinearLayout, scaling: Scaling): Float64Array {
  const { mean, scale } = scaling;
  return mapOutputs(parameters, layout, scaling, (w, b) => {
    for (let j = 0; j < w.length; j++) {
      w[j] /= scale[j];
      b -= w[j] * mean[j];
    }
    return b;
  });
}

/**
 * The inverse of `foldScaling`: parameters for standardised features, from those for raw ones (a warm start).
 *
 *     wⱼ = w'ⱼ σⱼ        b = b' + Σⱼ w'ⱼ μⱼ
 */
export function unfoldScaling(
  parameters: Float64Array,
  layout: LinearLayout,
  scaling: Scaling,
): Float64Array {
  const { mean, scale } = scaling;
  return mapOutputs(parameters, layout, scaling, (w, b) => {
    for (let j = 0; j < w.length; j++) {
      b += w[j] * mean[j];
      w[j] *= scale[j];
    }
    return b;
  });
}

/** Copies the parameters and lets `change` rewrite the weights of each output in place and return its bias. */
function mapOutputs(
  parameters: Float64Array,
  { nFeatures, nOutputs }: LinearLayout,
  { mean }: Scaling,
  change: (weights: Float64Array, bias: number) => number,
): Float64Array {
  const expected = { length: nOutputs * (nFeatures + 1) };
  checkEqualLengths(parameters, expected, "the parameters and the model's layout");
  checkEqualLengths(mean, { length: nFeatures }, "the scaling and the model's features");
  const result = parameters.slice();
  const biases = result.subarray(nOutputs * nFeatures);
  for (let k = 0; k < nOutputs; k++) {
    biases[k] = change(result.subarray(k * nFeatures, (k + 1) * nFeatures), biases[k]);
  }
  return result;
}
