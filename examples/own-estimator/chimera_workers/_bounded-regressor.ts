import {
  columnMoments,
  gradientDescent,
  NotFittedError,
  r2Score,
  scalingOf,
  standardize,
  type FitOptions,
  type GradientModel,
  type Matrix,
  type ModelShape,
  type PlainData,
  type Regressor,
  type Scaling,
} from "chimera-distributed-ml";

/**
 * A regressor whose predictions stay between two bounds, as a dose-response curve does between "no effect" and "full
 * effect":
 *
 *     f(x) = lower + (upper − lower) σ(w·x + b)        l = ½ ((f − y) / (upper − lower))²
 *
 * The name of this file begins with _, so that it is not taken for a worker.
 */
export class BoundedRegressor implements Regressor {
  readonly name = "BoundedRegressor";
  readonly task = "regressor";
  readonly bounds: { lower: number; upper: number };
  #learnt?: { model: GradientModel; parameters: Float64Array; scaling: Scaling };

  constructor(bounds: { lower: number; upper: number }) {
    this.bounds = bounds;
  }

  /** Master and workers compare it: all must have the same bounds. */
  getParams(): PlainData {
    return { ...this.bounds };
  }

  /** What the parameter server trains: the model as a function of one vector θ = (w, b), and its gradient. */
  gradient({ nFeatures: d }: ModelShape): GradientModel {
    const { lower, upper } = this.bounds;
    const range = upper - lower;
    const share = (theta: Float64Array, { data }: Matrix, i: number): number => {
      let score = theta[d];
      for (let j = 0; j < d; j++) score += theta[j] * data[i * d + j];
      return 1 / (1 + Math.exp(-score));
    };
    return {
      nParameters: d + 1,
      nWeights: d,
      lossAndGradient(theta, X, y, gradient, rows, sampleWeight) {
        const n = rows ? rows.length : X.nRows;
        let loss = 0;
        gradient.fill(0);
        for (let k = 0; k < n; k++) {
          const i = rows ? rows[k] : k;
          const s = (sampleWeight ? sampleWeight[i] : 1) / n;
          const sigma = share(theta, X, i);
          const error = sigma - (y[i] - lower) / range;
          const slope = s * error * sigma * (1 - sigma);
          for (let j = 0; j < d; j++) gradient[j] += slope * X.data[i * d + j];
          gradient[d] += slope;
          loss += (s * error * error) / 2;
        }
        return loss;
      },
      predict: (theta, X) =>
        Float64Array.from({ length: X.nRows }, (_, i) => lower + range * share(theta, X, i)),
    };
  }

  /** What bagging calls: the same gradient, followed down on this worker's rows alone. */
  fit(X: Matrix, y: ArrayLike<number>, { sampleWeight }: FitOptions = {}): this {
    if (sampleWeight) throw new Error("BoundedRegressor.fit takes no sampleWeight: leave it out.");
    const model = this.gradient({ nFeatures: X.nColumns, classes: null });
    const scaling = scalingOf(columnMoments(X));
    const { parameters } = gradientDescent(model, standardize(X, scaling), Float64Array.from(y), {
      optimizer: "adam",
      learningRate: 0.05,
      alpha: 1e-4,
      maxIter: 400,
      epsilon: 1e-8,
    });
    this.#learnt = { model, parameters, scaling };
    return this;
  }

  predict(X: Matrix): Float64Array {
    const { model, parameters, scaling } = this.#required();
    return model.predict(parameters, standardize(X, scaling));
  }

  score(X: Matrix, y: ArrayLike<number>): number {
    return r2Score(y, this.predict(X));
  }

  toState(): PlainData {
    const { parameters, scaling } = this.#required();
    const { mean, scale } = scaling;
    const plain = { parameters: Array.from(parameters), mean: Array.from(mean), scale: Array.from(scale) };
    return { name: this.name, bounds: this.bounds, ...plain };
  }

  #required() {
    if (this.#learnt) return this.#learnt;
    throw new NotFittedError(this.name);
  }
}
