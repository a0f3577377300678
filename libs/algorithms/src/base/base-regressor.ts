import type { FitOptions, PlainData, Regressor } from "../estimator.ts";
import { r2Score } from "../metrics/regression.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { BaseEstimator } from "./base-estimator.ts";

/** A regressor; what it learnt knows at least how many features it was fitted on. */
export abstract class BaseRegressor<Parameters extends object, Learnt extends { readonly nFeatures: number }>
  extends BaseEstimator<Parameters, Learnt>
  implements Regressor
{
  readonly task = "regressor";

  abstract fit(X: Matrix, y: ArrayLike<number>, options?: FitOptions): this;
  abstract predict(X: Matrix): Float64Array;
  abstract toState(): PlainData;

  score(X: Matrix, y: ArrayLike<number>): number {
    return r2Score(y, this.predict(X));
  }
}
