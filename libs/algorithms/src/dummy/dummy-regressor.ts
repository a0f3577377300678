import {
  BaseRegressor,
  numberTargets,
  type NumberTargets,
  partsOf,
  requireSameShape,
  StateReader,
} from "../base/index.ts";
import { ParameterError } from "../errors.ts";
import type { FitOptions, PlainData } from "../estimator.ts";
import { median, quantile } from "../preprocessing/quantile.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkBetween, checkOptions, chooseByName } from "../validation/parameters.ts";

export interface DummyRegressorParameters {
  /** What it always predicts: "mean", "median" or "quantile" of the targets, or "constant". Default: "mean". */
  strategy: keyof typeof STRATEGIES;
  /** The number that "constant" predicts. Default: null. */
  constant: number | null;
  /** The share of the targets below what "quantile" predicts, 0…1. Default: null. */
  quantile: number | null;
}

const QUANTILE_OBSTACLE = "The median and other quantiles of all rows do not follow from those of the parts.";

const DEFAULTS: DummyRegressorParameters = { strategy: "mean", constant: null, quantile: null };

const STRATEGIES = {
  mean: ({ targets, weights }: NumberTargets) => weightedMean(targets, weights),
  median: ({ targets, weights }: NumberTargets) => median(targets, weights),
  quantile: ({ targets, weights }: NumberTargets, { quantile: q }: DummyRegressorParameters) =>
    quantile(targets, q as number, weights),
  constant: (_: NumberTargets, { constant }: DummyRegressorParameters) => constant as number,
};

interface Learnt {
  readonly nFeatures: number;
  /** What is predicted. */
  readonly value: number;
  /** The sum of the weights of the rows. */
  readonly weight: number;
}

/**
 * Predicts one number without looking at the features: what any regressor must beat.
 *
 * Departure from scikit-learn: a row of weight 2 counts as two equal rows for "median" and "quantile" too (there: the lower
 * weighted percentile); see `quantile` and `median`.
 */
export class DummyRegressor extends BaseRegressor<DummyRegressorParameters, Learnt> {
  readonly name = "DummyRegressor";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<DummyRegressorParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns from n targets; X counts for its width alone. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    this.checkParameters();
    const targets = numberTargets(X, y, options);
    const value = STRATEGIES[this.parameters.strategy](targets, this.parameters);
    const weight = targets.weights === null ? X.nRows : targets.weights.reduce((sum, s) => sum + s, 0);
    this.learnt = { nFeatures: X.nColumns, value, weight };
    return this;
  }

  /** Means merge; medians and quantiles do not follow from those of the parts. */
  get mergeObstacle(): string | null {
    const { strategy } = this.parameters;
    return strategy === "mean" || strategy === "constant" ? null : QUANTILE_OBSTACLE;
  }

  /**
   * Becomes the model of all rows, from what `toState` of its parts returned: the mean of the means, weighted. Exact.
   *
   * @throws ParameterError for "median" and "quantile", which do not follow from those of the parts; DataError
   */
  merge(states: readonly PlainData[]): this {
    if (this.mergeObstacle !== null) {
      throw new ParameterError("strategy", "be mean or constant to merge models", this.parameters.strategy);
    }
    const parts = partsOf(this, states, DummyRegressor.fromState).map((part) => part.model());
    const [{ nFeatures }] = parts;
    requireSameShape(parts);
    const values = Float64Array.from(parts, ({ value }) => value);
    const weights = Float64Array.from(parts, ({ weight }) => weight);
    this.learnt = {
      nFeatures,
      value: weightedMean(values, weights),
      weight: weights.reduce((sum, s) => sum + s, 0),
    };
    return this;
  }

  predict(X: Matrix): Float64Array {
    const { value } = this.modelFor(X);
    return new Float64Array(X.nRows).fill(value);
  }

  toState(): PlainData {
    return { name: this.name, parameters: this.getParams(), ...this.model() };
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): DummyRegressor {
    const reader = new StateReader("DummyRegressor", state);
    const result = new DummyRegressor(reader.parameters());
    const weight = reader.number("weight");
    if (!(weight > 0)) reader.refuse("a number > 0 at weight", weight);
    result.learnt = { nFeatures: reader.count("nFeatures"), value: reader.number("value"), weight };
    return result;
  }

  private checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    const { strategy, constant, quantile: q } = this.parameters;
    chooseByName(STRATEGIES, "strategy", strategy);
    if (strategy === "quantile") checkBetween(0, 1, "quantile", q as number);
    if (strategy === "constant" && !Number.isFinite(constant)) {
      throw new ParameterError("constant", "be a finite number", constant);
    }
  }
}

/** Σ sᵢ xᵢ / Σ sᵢ, of deviations from the first value, so that equal values have exactly their own mean. */
function weightedMean(values: Float64Array, weights: Float64Array | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const s = weights === null ? 1 : weights[i];
    sum += s * (values[i] - values[0]);
    total += s;
  }
  return values[0] + sum / total;
}
