import type { StateReader } from "../base/index.ts";
import { ParameterError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkWidth } from "../validation/data.ts";
import { checkBoolean, checkOptions } from "../validation/parameters.ts";
import { affineColumns } from "./affine-columns.ts";
import { BaseTransformer } from "./base-transformer.ts";
import { extremesOf, type Extremes } from "./extremes.ts";
import { parametersIn } from "./parameters-in.ts";
import type { TransformerFitOptions } from "./transformer.ts";

export interface MinMaxScalerParameters {
  /** [a, b], a < b: where each column's least and greatest value go. Default: [0, 1]. */
  featureRange: readonly [number, number];
  /** Whether values outside of those that `fit` saw are cut to a…b. Default: false. */
  clip: boolean;
}

const DEFAULTS: MinMaxScalerParameters = { featureRange: [0, 1], clip: false };

/** A column whose values differ by less counts as constant, as in scikit-learn. */
const LEAST_RANGE = 10 * Number.EPSILON;

interface Learnt extends Extremes {
  readonly nFeatures: number;
}

/**
 * Columns between a and b:
 *
 *     zᵢⱼ = a + (xᵢⱼ − minⱼ) sⱼ        sⱼ = (b − a) / (maxⱼ − minⱼ)
 *
 * A constant column becomes a. What it learns are the least and the greatest values, which merge exactly.
 *
 * The numbers are those of scikit-learn's `MinMaxScaler`. NaN is refused here, where scikit-learn leaves it in place: put
 * a `SimpleImputer` before. Sample weights do not move an extreme, but rows of weight 0 are left out.
 */
export class MinMaxScaler extends BaseTransformer<MinMaxScalerParameters, Learnt> {
  readonly name = "MinMaxScaler";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<MinMaxScalerParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** minⱼ, length d. @throws NotFittedError */
  get dataMin(): Float64Array {
    return this.model().least.slice();
  }

  /** maxⱼ, length d. @throws NotFittedError */
  get dataMax(): Float64Array {
    return this.model().greatest.slice();
  }

  /** sⱼ, length d. @throws NotFittedError */
  get scale(): Float64Array {
    return this.line(this.model()).scale;
  }

  /** The offset a − minⱼ sⱼ, length d: z = x s + offset. scikit-learn calls it `min_`. @throws NotFittedError */
  get min(): Float64Array {
    return this.line(this.model()).offset;
  }

  get nFeaturesOut(): number {
    return this.model().nFeatures;
  }

  partialFit(X: Matrix, options: TransformerFitOptions = {}): this {
    return this.learnMore(X, options);
  }

  transform(X: Matrix): Matrix {
    const { scale, offset } = this.line(this.modelOfWidth(X));
    const Z = affineColumns(X, scale, offset);
    if (this.parameters.clip) clip(Z.data, this.parameters.featureRange);
    return Z;
  }

  /** xᵢⱼ = (zᵢⱼ − offsetⱼ) / sⱼ. What `clip` cut away does not come back. */
  inverseTransform(Z: Matrix): Matrix {
    const { scale, offset } = this.line(this.model());
    checkWidth(Z, scale.length);
    checkFinite(Z);
    const X = matrix(Z.nRows, Z.nColumns);
    for (let i = 0, at = 0; i < Z.nRows; i++) {
      for (let j = 0; j < Z.nColumns; j++, at++) X.data[at] = (Z.data[at] - offset[j]) / scale[j];
    }
    return X;
  }

  /** Brings back a fitted scaler from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): MinMaxScaler {
    return new MinMaxScaler(parametersIn("MinMaxScaler", state)).restore(state);
  }

  protected checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    const { featureRange, clip } = this.parameters;
    const isRange = Array.isArray(featureRange) && featureRange.length === 2;
    const width = isRange ? featureRange[1] - featureRange[0] : NaN;
    if (!isRange || !featureRange.every(Number.isFinite) || !(width > 0 && width < Infinity)) {
      throw new ParameterError("featureRange", "be two finite numbers [a, b] with a < b", featureRange);
    }
    checkBoolean("clip", clip);
  }

  /** Of an infinite range sⱼ would be 0, and all values the same. */
  protected override finitePart(learnt: Learnt): unknown {
    return { ...learnt, range: learnt.greatest.map((max, j) => max - learnt.least[j]) };
  }

  protected learn(X: Matrix): Learnt {
    return { nFeatures: X.nColumns, ...extremesOf(X) };
  }

  protected writeLearnt({ least, greatest }: Learnt): PlainData {
    return { dataMin: Array.from(least), dataMax: Array.from(greatest) };
  }

  protected readLearnt(state: StateReader, nFeatures: number): Learnt {
    const least = state.float64("dataMin", nFeatures);
    const greatest = state.float64("dataMax", nFeatures);
    if (least.some((value, j) => value > greatest[j])) state.refuse("dataMin ≤ dataMax", Array.from(least));
    return { nFeatures, least, greatest };
  }

  protected mergeLearnt(parts: readonly Learnt[]): Learnt {
    const extremes = (choose: (a: number, b: number) => number, list: Float64Array[]) =>
      list.reduce((merged, values) => merged.map((value, j) => choose(value, values[j])));
    return {
      nFeatures: parts[0].nFeatures,
      least: extremes(
        Math.min,
        parts.map((part) => part.least),
      ),
      greatest: extremes(
        Math.max,
        parts.map((part) => part.greatest),
      ),
    };
  }

  private line({ least, greatest }: Learnt): { scale: Float64Array; offset: Float64Array } {
    const [a, b] = this.parameters.featureRange;
    const range = greatest.map((max, j) => (max - least[j] < LEAST_RANGE ? 1 : max - least[j]));
    const scale = range.map((width) => (b - a) / width);
    return { scale, offset: scale.map((s, j) => a - least[j] * s) };
  }
}

function clip(values: Float64Array, [a, b]: readonly [number, number]): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.min(b, Math.max(a, values[i]));
}
