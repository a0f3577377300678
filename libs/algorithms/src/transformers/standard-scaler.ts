import type { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import { columnMoments, mergeMoments, type Moments } from "../preprocessing/moments.ts";
import { scalingOf, type Scaling } from "../preprocessing/scaling.ts";
import { weightedColumnMoments } from "../preprocessing/weighted-moments.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkWidth } from "../validation/data.ts";
import { checkBoolean, checkOptions } from "../validation/parameters.ts";
import { BaseTransformer } from "./base-transformer.ts";
import { parametersIn } from "./parameters-in.ts";
import type { TransformerFitOptions } from "./transformer.ts";

export interface StandardScalerParameters {
  /** Whether the mean is subtracted. Default: true. */
  withMean: boolean;
  /** Whether the columns are divided by their standard deviations. Default: true. */
  withStd: boolean;
}

const DEFAULTS: StandardScalerParameters = { withMean: true, withStd: true };

interface Learnt {
  readonly nFeatures: number;
  readonly moments: Moments;
}

/**
 * Columns of mean 0 and variance 1:
 *
 *     zᵢⱼ = (xᵢⱼ − μⱼ) / σⱼ        σⱼ² = 1/n Σᵢ (xᵢⱼ − μⱼ)²
 *
 * The scale of a constant column is 1, so that it becomes 0. What it learns are the moments n, μ and Σ (x − μ)², which
 * merge exactly (Chan, Golub & LeVeque, 1979): see `mergeMoments`.
 *
 * The numbers are those of scikit-learn's `StandardScaler`. NaN is refused here, where scikit-learn leaves it in place:
 * put a `SimpleImputer` before.
 */
export class StandardScaler extends BaseTransformer<StandardScalerParameters, Learnt> {
  readonly name = "StandardScaler";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<StandardScalerParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** μ, length d; `null` where nothing is subtracted or divided. @throws NotFittedError */
  get mean(): Float64Array | null {
    const { mean } = this.model().moments;
    return this.parameters.withMean || this.parameters.withStd ? mean.slice() : null;
  }

  /** σ², length d; `null` where nothing is divided. @throws NotFittedError */
  get variance(): Float64Array | null {
    const { n, m2 } = this.model().moments;
    return this.parameters.withStd ? m2.map((sum) => sum / n) : null;
  }

  /** What the columns are divided by: σ, and 1 for a constant column; `null` where nothing is. @throws NotFittedError */
  get scale(): Float64Array | null {
    const { moments } = this.model();
    return this.parameters.withStd ? scalingOf(moments).scale : null;
  }

  get nFeaturesOut(): number {
    return this.model().nFeatures;
  }

  partialFit(X: Matrix, options: TransformerFitOptions = {}): this {
    return this.learnMore(X, options);
  }

  transform(X: Matrix): Matrix {
    const { mean, scale } = this.scalingFrom(this.modelOfWidth(X));
    const { data, nRows, nColumns } = X;
    const Z = new Float64Array(data.length);
    // One pass over large data instead of two: 0 as long as all values are finite, for z · 0 is NaN for others.
    let fault = 0;
    for (let i = 0, at = 0; i < nRows; i++) {
      for (let j = 0; j < nColumns; j++, at++) {
        const z = (data[at] - mean[j]) / scale[j];
        fault += z * 0;
        Z[at] = z;
      }
    }
    if (fault !== 0) checkFinite(X);
    return matrix(nRows, nColumns, Z);
  }

  /** xᵢⱼ = zᵢⱼ σⱼ + μⱼ */
  inverseTransform(Z: Matrix): Matrix {
    const { mean, scale } = this.scalingFrom(this.model());
    checkWidth(Z, mean.length);
    checkFinite(Z);
    const X = matrix(Z.nRows, Z.nColumns);
    for (let i = 0, at = 0; i < Z.nRows; i++) {
      for (let j = 0; j < Z.nColumns; j++, at++) X.data[at] = Z.data[at] * scale[j] + mean[j];
    }
    return X;
  }

  /** Brings back a fitted scaler from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): StandardScaler {
    return new StandardScaler(parametersIn("StandardScaler", state)).restore(state);
  }

  protected checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    checkBoolean("withMean", this.parameters.withMean);
    checkBoolean("withStd", this.parameters.withStd);
  }

  protected learn(X: Matrix, weights: Float64Array | null): Learnt {
    const moments = weights === null ? columnMoments(X) : weightedColumnMoments(X, weights);
    return { nFeatures: X.nColumns, moments };
  }

  protected writeLearnt({ moments: { n, mean, m2 } }: Learnt): PlainData {
    return { n, mean: Array.from(mean), m2: Array.from(m2) };
  }

  protected readLearnt(state: StateReader, nFeatures: number): Learnt {
    const n = state.number("n");
    if (n <= 0) state.refuse("a number > 0 at n", n);
    const moments = { n, mean: state.float64("mean", nFeatures), m2: state.nonNegative("m2", nFeatures) };
    return { nFeatures, moments };
  }

  protected mergeLearnt(parts: readonly Learnt[]): Learnt {
    const moments = mergeMoments(parts.map((part) => part.moments));
    return { nFeatures: parts[0].nFeatures, moments };
  }

  private scalingFrom({ nFeatures, moments }: Learnt): Scaling {
    const { mean, scale } = scalingOf(moments);
    return {
      mean: this.parameters.withMean ? mean : new Float64Array(nFeatures),
      scale: this.parameters.withStd ? scale : new Float64Array(nFeatures).fill(1),
    };
  }
}
