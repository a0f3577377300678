import { weightedMean, type BoostingLoss } from "./boosting-loss.ts";

/**
 * Half of the squared error:
 *
 *     l = ½ (y − r)²        ∂l/∂r = r − y        ∂²l/∂r² = 1        baseline: the mean
 */
export const halfSquaredError: BoostingLoss = {
  nOutputs: 1,
  hasConstantHessian: true,
  baseline: (y, weights) => Float64Array.of(weightedMean(y.length, weights, (i) => y[i])),
  mean: (y, weights, raw) => weightedMean(y.length, weights, (i) => 0.5 * (y[i] - raw[i]) ** 2),
  derivatives(y, weights, raw, gradients, hessians) {
    for (let i = 0; i < y.length; i++) gradients[i] = raw[i] - y[i];
    if (weights === null) return;
    for (let i = 0; i < y.length; i++) gradients[i] *= weights[i];
    hessians.set(weights);
  },
};
