import { numberTargets, StateReader } from "../base/index.ts";
import type { FitOptions, PlainData } from "../estimator.ts";
import { columnMajor, columnsOf, scatterOf } from "../linear-algebra/index.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import type { Matrix } from "../tensor/matrix.ts";
import {
  checkBoolean,
  checkIntegerAtLeast,
  checkNonNegative,
  checkSeed,
  chooseByName,
} from "../validation/parameters.ts";
import { coordinateDescent } from "./coordinate-descent.ts";
import { LinearRegressor, withIntercept, type LinearFunction } from "./linear-regressor.ts";
import { GramProblem, ResidualProblem, type QuadraticProblem } from "./quadratic-problem.ts";

/** What Lasso and ElasticNet have in common. */
export interface CoordinateDescentParameters {
  /** α ≥ 0, the strength of the penalty. For 0 take `LinearRegression`: the duality gap never closes. Default: 1. */
  alpha: number;
  /** Whether b is learnt (it is never penalised); without, it is 0. Default: true. */
  fitIntercept: boolean;
  /** Sweeps over the coefficients at most, ≥ 1. Default: 1000. */
  maxIter: number;
  /** It ends when the duality gap is at most `tol` Σ (yᵢ − ȳ)², ≥ 0. Default: 1e-4. */
  tol: number;
  /** Whether coefficients are kept ≥ 0. Default: false. */
  positive: boolean;
  /** Coefficients in turn (`cyclic`), or one at random in each step, which may end sooner. Default: "cyclic". */
  selection: keyof typeof SELECTIONS;
  /** Seed of the random selection; any number. Default: 0. */
  seed: number;
}

const SELECTIONS = { cyclic: false, random: true };

export const COORDINATE_DESCENT_DEFAULTS: CoordinateDescentParameters = {
  alpha: 1,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-4,
  positive: false,
  selection: "cyclic",
  seed: 0,
};

export interface LearntElasticNet extends LinearFunction {
  readonly dualityGap: number;
  readonly nIter: number;
  readonly converged: boolean;
}

/** The regressors with an l1 penalty, which coordinate descent fits. */
export abstract class ElasticNetRegressor<
  Parameters extends CoordinateDescentParameters,
> extends LinearRegressor<Parameters, LearntElasticNet> {
  /** ρ, the share of l1 in the penalty, 0…1. */
  protected abstract l1Share(): number;
  /** Checks what the class has beside the parameters in common. @throws ParameterError */
  protected abstract checkParameters(): void;

  /** Learns from X (n × d, finite numbers) and n numbers. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    this.checkParameters();
    const isRandom = this.checkCommon(seed);
    const { alpha, positive, maxIter, tol } = this.parameters;
    const { targets, weights } = numberTargets(X, y, options);
    const { problem, mean, weight } = this.problemOf(X, targets, weights);
    const result = coordinateDescent(problem, {
      l1: alpha * this.l1Share() * weight,
      l2: alpha * (1 - this.l1Share()) * weight,
      isPositive: positive,
      maxIter,
      tol,
      random: isRandom ? createRandom(hashSeed(seed, this.name)) : null,
    });
    this.learnt = {
      nFeatures: X.nColumns,
      weights: withIntercept(result.w, mean),
      dualityGap: result.dualityGap / weight,
      nIter: result.nIter,
      converged: result.converged,
    };
    return this;
  }

  /** Whether the duality gap came within `tol`; if not, raise `maxIter` or scale the features. @throws NotFittedError */
  get converged(): boolean {
    return this.model().converged;
  }

  /** Sweeps over the coefficients. @throws NotFittedError before `fit`. */
  get nIter(): number {
    return this.model().nIter;
  }

  /** The objective is at most so far above its minimum. @throws NotFittedError before `fit`. */
  get dualityGap(): number {
    return this.model().dualityGap;
  }

  toState(): PlainData {
    const { nFeatures, weights, dualityGap, nIter, converged } = this.model();
    return {
      name: this.name,
      parameters: this.getParams(),
      nFeatures,
      weights: Array.from(weights),
      dualityGap,
      nIter,
      converged: Number(converged),
    };
  }

  /** Takes over what `state` says was learnt. @throws DataError */
  protected restore(state: PlainData): this {
    const reader = new StateReader(this.name, state);
    const nFeatures = reader.count("nFeatures");
    this.learnt = {
      nFeatures,
      weights: reader.float64("weights", nFeatures + 1),
      dualityGap: reader.number("dualityGap"),
      nIter: reader.count("nIter"),
      converged: reader.count("converged") === 1,
    };
    return this;
  }

  /** @returns whether coefficients are selected at random. */
  private checkCommon(seed: number): boolean {
    const { alpha, fitIntercept, maxIter, tol, positive, selection } = this.parameters;
    checkNonNegative("alpha", alpha);
    checkBoolean("fitIntercept", fitIntercept);
    checkIntegerAtLeast(1, "maxIter", maxIter);
    checkNonNegative("tol", tol);
    checkBoolean("positive", positive);
    checkSeed(seed);
    return chooseByName(SELECTIONS, "selection", selection);
  }

  /** The centred and weighted least squares; XᵀX is worth its d² / 2 products a row while it is not wider than X is long. */
  private problemOf(
    X: Matrix,
    y: Float64Array,
    weights: Float64Array | null,
  ): { problem: QuadraticProblem; mean: Float64Array; weight: number } {
    const isCentred = this.parameters.fitIntercept;
    if (X.nColumns <= X.nRows) {
      const statistics = scatterOf(X, y, { weights, isCentred });
      return { ...statistics, problem: new GramProblem(statistics) };
    }
    return wideProblem(X, y, weights, isCentred);
  }
}

/** X and y of few rows and many columns: √sᵢ (xᵢ − μ). */
function wideProblem(
  X: Matrix,
  y: Float64Array,
  weights: Float64Array | null,
  isCentred: boolean,
): { problem: QuadraticProblem; mean: Float64Array; weight: number } {
  const { nRows: n, nColumns: d } = X;
  const s = weights ?? new Float64Array(n).fill(1);
  const weight = s.reduce((sum, value) => sum + value, 0);
  const columns = columnMajor(n, d + 1);
  columns.data.set(columnsOf(X).data);
  columns.data.set(y, d * n);
  const mean = new Float64Array(d + 1);
  for (let j = 0; j <= d; j++) {
    const column = columns.data.subarray(j * n, (j + 1) * n);
    if (isCentred) mean[j] = meanOf(column, s, weight);
    column.forEach((value, i) => (column[i] = Math.sqrt(s[i]) * (value - mean[j])));
  }
  const centred = columnMajor(n, d, columns.data.subarray(0, d * n));
  return { problem: new ResidualProblem(centred, columns.data.slice(d * n)), mean, weight };
}

/** Deviations from one of the values keep a constant column at exactly 0. */
function meanOf(values: Float64Array, s: Float64Array, weight: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += s[i] * (values[i] - values[0]);
  return values[0] + sum / weight;
}
