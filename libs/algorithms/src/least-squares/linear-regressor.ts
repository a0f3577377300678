import { BaseRegressor } from "../base/index.ts";
import { DataError } from "../errors.ts";
import { affineMap } from "../linear-algebra/index.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { areFinite } from "../validation/data.ts";

/** ŷ = w·x + b. */
export interface LinearFunction {
  readonly nFeatures: number;
  /** w, and b behind it: length d + 1. */
  readonly weights: Float64Array;
}

/** A regressor that predicts ŷ = w·x + b, however w and b were learnt. */
export abstract class LinearRegressor<
  Parameters extends object,
  Learnt extends LinearFunction,
> extends BaseRegressor<Parameters, Learnt> {
  /** w, a copy; length d. @throws NotFittedError before `fit`. */
  get coef(): Float64Array {
    const { weights, nFeatures } = this.model();
    return weights.slice(0, nFeatures);
  }

  /** b; 0 without `fitIntercept`. @throws NotFittedError before `fit`. */
  get intercept(): number {
    const { weights, nFeatures } = this.model();
    return weights[nFeatures];
  }

  predict(X: Matrix): Float64Array {
    const { nFeatures, weights } = this.model();
    return affineMap(X, nFeatures, weights, 1);
  }
}

/**
 * w and b behind it, where b carries the means: b = ȳ − w·μ.
 *
 * @param mean μ and ȳ behind it.
 * @throws DataError when the sums have left the range of float64.
 */
export function withIntercept(coefficients: Float64Array, mean: Float64Array): Float64Array {
  const d = coefficients.length;
  const weights = new Float64Array(d + 1);
  weights[d] = mean[d];
  for (let j = 0; j < d; j++) {
    // −0 becomes 0: JSON does not know it.
    weights[j] = coefficients[j] + 0;
    weights[d] -= coefficients[j] * mean[j];
  }
  if (areFinite(weights)) return weights;
  throw new DataError({
    expected: "numbers in X and y whose squares float64 can hold",
    got: "coefficients that are no numbers",
    remedy: "Scale the columns of X and y down.",
  });
}
