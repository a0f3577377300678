import { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import { checkOptions } from "../validation/parameters.ts";
import {
  COORDINATE_DESCENT_DEFAULTS,
  ElasticNetRegressor,
  type CoordinateDescentParameters,
} from "./elastic-net-regressor.ts";

export type LassoParameters = CoordinateDescentParameters;

/**
 * The lasso (Tibshirani, Regression Shrinkage and Selection via the Lasso, 1996), least squares with an l1 penalty,
 * which makes coefficients exactly 0:
 *
 *     minimise  1/(2S) Σᵢ sᵢ (yᵢ − w·xᵢ − b)² + α ‖w‖₁        S = Σ sᵢ, the sample weights
 *
 * by coordinate descent until the duality gap is small. When `maxIter` sweeps did not do, `fit` takes what it has, and
 * `converged` is false.
 */
export class Lasso extends ElasticNetRegressor<LassoParameters> {
  readonly name = "Lasso";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<LassoParameters> = {}) {
    super({ ...COORDINATE_DESCENT_DEFAULTS, ...parameters });
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): Lasso {
    return new Lasso(new StateReader("Lasso", state).parameters()).restore(state);
  }

  protected checkParameters(): void {
    checkOptions(COORDINATE_DESCENT_DEFAULTS, this.parameters);
  }

  protected l1Share(): number {
    return 1;
  }
}
