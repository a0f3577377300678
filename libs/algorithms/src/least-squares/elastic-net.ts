import { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import { checkBetween, checkOptions } from "../validation/parameters.ts";
import {
  COORDINATE_DESCENT_DEFAULTS,
  ElasticNetRegressor,
  type CoordinateDescentParameters,
} from "./elastic-net-regressor.ts";

export interface ElasticNetParameters extends CoordinateDescentParameters {
  /** ρ, the share of l1 in the penalty, 0…1: 1 is the lasso, 0 ridge regression. Default: 0.5. */
  l1Ratio: number;
}

const DEFAULTS: ElasticNetParameters = { ...COORDINATE_DESCENT_DEFAULTS, l1Ratio: 0.5 };

/**
 * The elastic net (Zou & Hastie, 2005), least squares with both penalties:
 *
 *     minimise  1/(2S) Σᵢ sᵢ (yᵢ − w·xᵢ − b)² + α ρ ‖w‖₁ + α (1 − ρ)/2 ‖w‖²        S = Σ sᵢ, the sample weights
 *
 * by coordinate descent until the duality gap is small. When `maxIter` sweeps did not do, `fit` takes what it has, and
 * `converged` is false.
 */
export class ElasticNet extends ElasticNetRegressor<ElasticNetParameters> {
  readonly name = "ElasticNet";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<ElasticNetParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): ElasticNet {
    return new ElasticNet(new StateReader("ElasticNet", state).parameters()).restore(state);
  }

  protected checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    checkBetween(0, 1, "l1Ratio", this.parameters.l1Ratio);
  }

  protected l1Share(): number {
    return this.parameters.l1Ratio;
  }
}
