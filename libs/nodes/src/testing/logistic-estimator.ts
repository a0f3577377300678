import { matrix, type GradientModel, type Matrix } from "@chimera/algorithms";
import type { GradientEstimator } from "@chimera/distributed";

/**
 * Logistic regression of two classes as a user may write it: θ = (w, b).
 *
 *     p = σ(w·x + b)        l = −log P(y)        ∂l/∂(w·x + b) = p − y
 */
export function logisticEstimator(name = "OwnLogistic"): GradientEstimator {
  return { name, task: "classifier", getParams: () => ({}), gradient: ({ nFeatures }) => modelOf(nFeatures) };
}

function modelOf(d: number): GradientModel {
  const probability = (theta: Float64Array, { data }: Matrix, i: number): number => {
    let score = theta[d];
    for (let j = 0; j < d; j++) score += theta[j] * data[i * d + j];
    return 1 / (1 + Math.exp(-score));
  };
  return {
    nParameters: d + 1,
    nWeights: d,
    lossAndGradient(theta, X, y, gradient, rows = Int32Array.from(y.keys()), weights) {
      gradient.fill(0);
      let loss = 0;
      for (const i of rows) {
        const s = (weights ? weights[i] : 1) / rows.length;
        const p = probability(theta, X, i);
        for (let j = 0; j < d; j++) gradient[j] += s * (p - y[i]) * X.data[i * d + j];
        gradient[d] += s * (p - y[i]);
        loss -= s * Math.log(y[i] === 1 ? p : 1 - p);
      }
      return loss;
    },
    predict: (theta, X) =>
      Float64Array.from({ length: X.nRows }, (_, i) => Number(probability(theta, X, i) > 0.5)),
    predictProba: (theta, X) => {
      const p = Array.from({ length: X.nRows }, (_, i) => probability(theta, X, i));
      return matrix(X.nRows, 2, Float64Array.from(p.flatMap((value) => [1 - value, value])));
    },
  };
}
