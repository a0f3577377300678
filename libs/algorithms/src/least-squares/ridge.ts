import { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import { checkBoolean, checkNonNegative, checkOptions } from "../validation/parameters.ts";
import { LeastSquaresRegressor } from "./least-squares-regressor.ts";

export interface RidgeParameters {
  /** α ≥ 0, the strength of the penalty, in units of Σ x². 0 is ordinary least squares. Default: 1. */
  alpha: number;
  /** Whether b is learnt (it is never penalised); without, it is 0. Default: true. */
  fitIntercept: boolean;
}

const DEFAULTS: RidgeParameters = { alpha: 1, fitIntercept: true };

/**
 * Ridge regression (Hoerl & Kennard, 1970), least squares with an l2 penalty:
 *
 *     minimise  Σᵢ sᵢ (yᵢ − w·xᵢ − b)² + α ‖w‖²        sᵢ the sample weights
 *
 * The methods are those of `LinearRegression`: (XᵀX + α I) w = Xᵀy by Cholesky where it keeps its digits, else the
 * singular value decomposition of the rows. There is one α, not one for each target, and no choice of a `solver`.
 *
 * `merge` makes the model of all rows out of models of their parts; its docstring tells how exactly.
 */
export class Ridge extends LeastSquaresRegressor<RidgeParameters> {
  readonly name = "Ridge";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<RidgeParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): Ridge {
    return new Ridge(new StateReader("Ridge", state).parameters()).restore(state);
  }

  protected checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    checkNonNegative("alpha", this.parameters.alpha);
    checkBoolean("fitIntercept", this.parameters.fitIntercept);
  }

  protected penalty(): number {
    return this.parameters.alpha;
  }
}
