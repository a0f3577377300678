import {
  createRandom,
  matrix,
  type GradientModel,
  type Matrix,
  type ModelShape,
  type PlainData,
} from "@chimera/algorithms";
import type { GradientEstimator } from "../parameter-server/model-source.ts";

/**
 * Softmax regression of K classes, a model that is not `LinearModel`: θ = W (K × d), then b (K); it starts at random.
 *
 *     p = softmax(W x + b)        l = −log p_y        ∂l/∂(W x + b)ₖ = pₖ − [k = y]
 */
export function softmaxClassifier(parameters: PlainData = { scale: 0.1 }): GradientEstimator {
  return {
    name: "SoftmaxClassifier",
    task: "classifier",
    getParams: () => parameters,
    gradient: (shape) => softmaxModel(shape, Number(parameters.scale)),
  };
}

function softmaxModel({ nFeatures: d, classes }: ModelShape, scale: number): GradientModel {
  const K = classes!.length;
  const probabilitiesOf = (theta: Float64Array, { data }: Matrix, i: number): number[] => {
    const scores = Array.from({ length: K }, (_, k) => {
      let score = theta[K * d + k];
      for (let j = 0; j < d; j++) score += theta[k * d + j] * data[i * d + j];
      return score;
    });
    const exps = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const sum = exps.reduce((a, b) => a + b, 0);
    return exps.map((e) => e / sum);
  };
  return {
    nParameters: K * (d + 1),
    nWeights: K * d,
    lossAndGradient: (theta, X, y, gradient, rows, weights) =>
      meanOverRows(X, gradient, rows, weights, (i, s) => {
        const p = probabilitiesOf(theta, X, i);
        for (let k = 0; k < K; k++) {
          const c = s * (p[k] - Number(y[i] === k));
          for (let j = 0; j < d; j++) gradient[k * d + j] += c * X.data[i * d + j];
          gradient[K * d + k] += c;
        }
        return -s * Math.log(p[y[i]]);
      }),
    predict: (theta, X) =>
      Float64Array.from({ length: X.nRows }, (_, i) => {
        const p = probabilitiesOf(theta, X, i);
        return p.indexOf(Math.max(...p));
      }),
    predictProba: (theta, X) =>
      matrix(
        X.nRows,
        K,
        Float64Array.from(Array.from({ length: X.nRows }, (_, i) => probabilitiesOf(theta, X, i)).flat()),
      ),
    initialParameters: (seed) => {
      const random = createRandom(seed);
      return new Float64Array(K * (d + 1)).map(() => scale * random.normal());
    },
  };
}

/**
 * A curve that saturates, not linear in its parameters: θ = (w, b, a), all but b and a penalised; it starts at a = 1.
 *
 *     f(x) = a tanh(w·x + b)        l = ½ (f − y)²
 */
export function saturatingRegressor(parameters: PlainData = {}): GradientEstimator {
  return {
    name: "SaturatingRegressor",
    task: "regressor",
    getParams: () => parameters,
    gradient: ({ nFeatures }) => saturatingModel(nFeatures),
  };
}

function saturatingModel(d: number): GradientModel {
  const curve = (theta: Float64Array, { data }: Matrix, i: number): number => {
    let score = theta[d];
    for (let j = 0; j < d; j++) score += theta[j] * data[i * d + j];
    return Math.tanh(score);
  };
  return {
    nParameters: d + 2,
    nWeights: d,
    lossAndGradient: (theta, X, y, gradient, rows, weights) =>
      meanOverRows(X, gradient, rows, weights, (i, s) => {
        const t = curve(theta, X, i);
        const error = theta[d + 1] * t - y[i];
        const c = s * error * theta[d + 1] * (1 - t * t);
        for (let j = 0; j < d; j++) gradient[j] += c * X.data[i * d + j];
        gradient[d] += c;
        gradient[d + 1] += s * error * t;
        return (s * error * error) / 2;
      }),
    predict: (theta, X) =>
      Float64Array.from({ length: X.nRows }, (_, i) => theta[d + 1] * curve(theta, X, i)),
    initialParameters: () => Float64Array.from({ length: d + 2 }, (_, j) => Number(j === d + 1)),
  };
}

/** The mean over rows of what `addRow` returns; it adds to the gradient, which is divided in the end. */
function meanOverRows(
  X: Matrix,
  gradient: Float64Array,
  rows: Int32Array | undefined,
  weights: Float64Array | undefined,
  addRow: (i: number, weight: number) => number,
): number {
  gradient.fill(0);
  const n = rows?.length ?? X.nRows;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const i = rows ? rows[k] : k;
    sum += addRow(i, weights ? weights[i] : 1);
  }
  if (n === 0) return 0;
  for (let j = 0; j < gradient.length; j++) gradient[j] /= n;
  return sum / n;
}
