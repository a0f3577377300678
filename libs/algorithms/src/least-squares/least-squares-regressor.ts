import { numberTargets, requireSame, StateReader } from "../base/index.ts";
import type { FitOptions, PlainData } from "../estimator.ts";
import {
  columnMajor,
  columnsOf,
  mergeScatter,
  minimumNorm,
  packedLength,
  scatterOf,
  type Scatter,
} from "../linear-algebra/index.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { areFinite, checkFinite } from "../validation/data.ts";
import { LinearRegressor, withIntercept, type LinearFunction } from "./linear-regressor.ts";
import { solveNormalEquations, solveSingular } from "./normal-equations.ts";

export interface LearntLeastSquares extends LinearFunction {
  /** What the rows were to the fit; with it, models merge exactly. */
  readonly statistics: Scatter;
}

/**
 * The regressors that minimise Σ sᵢ (yᵢ − w·xᵢ − b)² + α ‖w‖² in closed form. Their statistics are sufficient: the model
 * of all rows follows from those of the parts.
 */
export abstract class LeastSquaresRegressor<
  Parameters extends { readonly fitIntercept: boolean },
> extends LinearRegressor<Parameters, LearntLeastSquares> {
  /** α. */
  protected abstract penalty(): number;
  /** @throws ParameterError */
  protected abstract checkParameters(): void;

  /** Learns from X (n × d, finite numbers) and n numbers. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    this.checkParameters();
    // Every row enters the statistics, NaN and infinity with it: they are looked at instead of X, unless a weight is 0.
    const isSeen = options.sampleWeight === undefined;
    const { targets, weights } = numberTargets(X, y, options, isSeen ? () => undefined : checkFinite);
    const statistics = scatterOf(X, targets, { weights, isCentred: this.parameters.fitIntercept });
    if (!areFinite(statistics.scatter)) checkFinite(X);
    const alpha = this.penalty();
    const fromStatistics = X.nRows < X.nColumns ? null : solveNormalEquations(statistics, alpha);
    const coefficients = fromStatistics ?? solveRows(X, targets, weights, statistics.mean, alpha);
    this.learn(coefficients, statistics);
    return this;
  }

  /**
   * Becomes the model of all rows, from the states of models that were fitted on disjoint parts of them. It equals the fit
   * on all rows up to rounding where the columns are not nearly dependent. Where they are, a fit goes back to the rows,
   * which a merge cannot: its coefficients are right to about 1e-16 / (σ_min / σ_max)² relative, σ being the singular
   * values of X with columns scaled alike; directions below σ_min / σ_max ≈ 1e-6 count as dependent.
   *
   * @param states what `toState` of the parts returned, at least one.
   * @throws ParameterError; DataError for a state of another form, or of other columns.
   */
  merge(states: readonly PlainData[]): this {
    this.checkParameters();
    const parameters = this.getParams();
    states.forEach((state, i) => requireSame(`part ${i}`, "parameters", parameters, state.parameters));
    const statistics = mergeScatter(states.map((state) => this.readStatistics(state)));
    const alpha = this.penalty();
    this.learn(solveNormalEquations(statistics, alpha) ?? solveSingular(statistics, alpha), statistics);
    return this;
  }

  /** The state carries the statistics, (d + 1)(d + 2) / 2 numbers and more, so that it can be merged. */
  toState(): PlainData {
    const { nFeatures, weights, statistics } = this.model();
    const { rows, weight, mean, scatter } = statistics;
    return {
      name: this.name,
      parameters: this.getParams(),
      nFeatures,
      weights: Array.from(weights),
      statistics: { rows, weight, mean: Array.from(mean), scatter: Array.from(scatter) },
    };
  }

  /** Takes over what `state` says was learnt. @throws DataError */
  protected restore(state: PlainData): this {
    const statistics = this.readStatistics(state);
    const nFeatures = statistics.mean.length - 1;
    const weights = new StateReader(this.name, state).float64("weights", nFeatures + 1);
    this.learnt = { nFeatures, weights, statistics };
    return this;
  }

  private readStatistics(state: PlainData): Scatter {
    const reader = new StateReader(this.name, state);
    if (reader.text("name") !== this.name) reader.refuse(`the name ${this.name}`, state.name);
    const p = reader.count("nFeatures") + 1;
    const statistics = reader.object("statistics");
    return {
      rows: statistics.count("rows"),
      weight: statistics.number("weight"),
      mean: statistics.float64("mean", p),
      scatter: statistics.float64("scatter", packedLength(p)),
    };
  }

  private learn(coefficients: Float64Array, statistics: Scatter): void {
    const weights = withIntercept(coefficients, statistics.mean);
    this.learnt = { nFeatures: coefficients.length, weights, statistics };
  }
}

/** The coefficients from the rows themselves, √sᵢ (xᵢ − μ), for columns that are dependent or nearly so. */
function solveRows(
  X: Matrix,
  y: Float64Array,
  weights: Float64Array | null,
  mean: Float64Array,
  alpha: number,
): Float64Array {
  const { nRows: n, nColumns: d } = X;
  const { data: A } = columnsOf(X);
  const b = y.slice();
  for (let i = 0; i < n; i++) {
    const root = weights ? Math.sqrt(weights[i]) : 1;
    for (let j = 0; j < d; j++) A[j * n + i] = root * (A[j * n + i] - mean[j]);
    b[i] = root * (b[i] - mean[d]);
  }
  return minimumNorm(columnMajor(n, d, A), b, alpha);
}
