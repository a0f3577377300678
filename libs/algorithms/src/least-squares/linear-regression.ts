import { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import { checkBoolean, checkOptions } from "../validation/parameters.ts";
import { LeastSquaresRegressor } from "./least-squares-regressor.ts";

export interface LinearRegressionParameters {
  /** Whether b is learnt; without, it is 0. Default: true. */
  fitIntercept: boolean;
}

const DEFAULTS: LinearRegressionParameters = { fitIntercept: true };

/**
 * Ordinary least squares (Legendre, 1805; Gauss, 1809):
 *
 *     minimise  Σᵢ sᵢ (yᵢ − w·xᵢ − b)²        sᵢ the sample weights
 *
 * Where columns depend on each other, or there are fewer rows than columns, many w are equally good; the one of least
 * norm is taken, as in scikit-learn. Two methods find it: the normal equations by Cholesky in one pass over the rows,
 * and where these would lose digits (variance inflation factors that sum to over 10⁶) a QR factorisation of the rows with a
 * singular value decomposition. A singular value below max(n, d) ε σ_max counts as 0.
 *
 * `merge` makes the model of all rows out of models of their parts; its docstring tells how exactly.
 */
export class LinearRegression extends LeastSquaresRegressor<LinearRegressionParameters> {
  readonly name = "LinearRegression";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<LinearRegressionParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): LinearRegression {
    return new LinearRegression(new StateReader("LinearRegression", state).parameters()).restore(state);
  }

  protected checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    checkBoolean("fitIntercept", this.parameters.fitIntercept);
  }

  protected penalty(): number {
    return 0;
  }
}
