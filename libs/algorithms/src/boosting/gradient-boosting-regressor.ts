import { BaseRegressor, numberTargets, StateReader } from "../base/index.ts";
import { DataError, ParameterError } from "../errors.ts";
import type { FitOptions, PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { chooseByName } from "../validation/parameters.ts";
import { boost } from "./boost.ts";
import { BoostedModel } from "./boosted-model.ts";
import type { BoostingLoss } from "./losses/boosting-loss.ts";
import { halfPoisson } from "./losses/half-poisson.ts";
import { halfSquaredError } from "./losses/half-squared-error.ts";
import { absoluteError, pinball } from "./losses/pinball.ts";
import { BOOSTING_DEFAULTS, checkBoostingParameters, type BoostingParameters } from "./parameters.ts";

/** The losses of the regressor, by scikit-learn's names. */
const LOSSES = {
  squared_error: () => halfSquaredError,
  absolute_error: () => absoluteError,
  poisson: () => halfPoisson,
  quantile: pinball,
};

export interface GradientBoostingRegressorParameters extends BoostingParameters {
  /**
   * - "squared_error": answers a mean;
   * - "absolute_error": a median;
   * - "poisson": the mean of counts ≥ 0, at least one of them above 0; the trees add to its logarithm;
   * - "quantile": the quantile that the parameter `quantile` says.
   *
   * Default: "squared_error".
   */
  loss: keyof typeof LOSSES;
  /** With the loss "quantile": which one, 0…1. Default: null, for the other losses. */
  quantile: number | null;
}

const DEFAULTS: GradientBoostingRegressorParameters = {
  loss: "squared_error",
  quantile: null,
  ...BOOSTING_DEFAULTS,
};

/**
 * Gradient boosting for numbers on histograms of binned features (Friedman, "Greedy function approximation: a gradient
 * boosting machine", 2001; Ke et al., "LightGBM", 2017), the counterpart of scikit-learn's HistGradientBoostingRegressor:
 *
 *     F(x) = F_0 + ν Σ_m T_m(x)
 *
 * F_0 is the best constant, ν the learning rate, and tree T_m lowers the loss at F_{m−1} by Newton's steps. `predict`
 * answers F(x), for "poisson" exp(F(x)).
 *
 * With at most `maxBins` distinct values a feature, and no two splits of equal gain, the trees are scikit-learn's. They
 * differ in the last digits: scikit-learn keeps derivatives in 32 bits, this class in 64. Features with more values are
 * binned at other quantiles. Ties: the lowest feature wins, then the lowest threshold. Not here: missing values,
 * categorical features, constraints, warm start, early stopping by a score other than the loss.
 */
export class GradientBoostingRegressor extends BaseRegressor<
  GradientBoostingRegressorParameters,
  BoostedModel
> {
  readonly name = "GradientBoostingRegressor";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<GradientBoostingRegressorParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n numbers. @throws ParameterError, DataError */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    const { loss: name, quantile } = this.parameters;
    checkBoostingParameters(DEFAULTS, { ...this.parameters, seed });
    const loss = chooseLoss(name, quantile);
    const { targets, weights } = numberTargets(X, y, options);
    if (name === "poisson") checkCounts(targets);
    const boosted = boost({ X, y: targets, weights }, loss, this.parameters, seed, false);
    this.learnt = new BoostedModel(boosted, X.nColumns);
    return this;
  }

  predict(X: Matrix): Float64Array {
    const scores = this.modelFor(X).scores(X);
    return this.parameters.loss === "poisson" ? scores.map(Math.exp) : scores;
  }

  /** Rounds that were made; fewer than `maxIter` if early stopping stopped. @throws NotFittedError before `fit`. */
  get nIter(): number {
    return this.model().nIter;
  }

  toState(): PlainData {
    return { name: this.name, parameters: this.getParams(), ...this.model().toState() };
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): GradientBoostingRegressor {
    const reader = new StateReader("GradientBoostingRegressor", state);
    const result = new GradientBoostingRegressor(reader.parameters());
    result.learnt = BoostedModel.fromState(reader, 1);
    return result;
  }
}

function chooseLoss(name: keyof typeof LOSSES, quantile: number | null): BoostingLoss {
  const loss = chooseByName(LOSSES, "loss", name);
  const isRight =
    name === "quantile" ? quantile !== null && quantile >= 0 && quantile <= 1 : quantile === null;
  if (!isRight) {
    throw new ParameterError(
      "quantile",
      'be a number from 0 to 1 with the loss "quantile", else null',
      quantile,
    );
  }
  return loss(quantile ?? 0);
}

function checkCounts(y: Float64Array): void {
  const i = y.findIndex((count) => count < 0);
  if (i < 0 && y.some((count) => count > 0)) return;
  throw new DataError({
    expected: 'targets ≥ 0 in y, one of them above 0, for the loss "poisson"',
    got: i < 0 ? "only zeros" : `${y[i]} at index ${i} (counted from 0)`,
    remedy: "Correct the targets, or choose another loss.",
  });
}
