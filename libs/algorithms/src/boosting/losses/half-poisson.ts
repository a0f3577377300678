import { weightedMean, type BoostingLoss } from "./boosting-loss.ts";

/** The least mean whose logarithm is taken (ten times the spacing of doubles at 1). */
const LEAST_MEAN = 10 * Number.EPSILON;

/**
 * Half of the Poisson deviance of a count y ≥ 0 and the mean eʳ, without the terms in y alone:
 *
 *     l = eʳ − y r        ∂l/∂r = eʳ − y        ∂²l/∂r² = eʳ        baseline: log of the mean
 */
export const halfPoisson: BoostingLoss = {
  nOutputs: 1,
  hasConstantHessian: false,
  baseline(y, weights) {
    return Float64Array.of(
      Math.log(
        Math.max(
          weightedMean(y.length, weights, (i) => y[i]),
          LEAST_MEAN,
        ),
      ),
    );
  },
  mean: (y, weights, raw) => weightedMean(y.length, weights, (i) => Math.exp(raw[i]) - y[i] * raw[i]),
  derivatives(y, weights, raw, gradients, hessians) {
    for (let i = 0; i < y.length; i++) {
      const weight = weights === null ? 1 : weights[i];
      const mean = Math.exp(raw[i]);
      gradients[i] = weight * (mean - y[i]);
      hessians[i] = weight * mean;
    }
  },
};
