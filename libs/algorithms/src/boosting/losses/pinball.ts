import { weightedMean, type BoostingLoss } from "./boosting-loss.ts";
import { quantileOf } from "./quantile.ts";

/**
 * The pinball loss of the quantile q, which is least where a share q of the targets lies below r:
 *
 *     l = s q (y − r)            where y ≥ r        ∂l/∂r = −s q
 *     l = s (1 − q) (r − y)      where y < r        ∂l/∂r = s (1 − q)
 *
 * with s = 1; the absolute error |y − r| is the one with q = ½ and s = 2. The curvature is 0, so that 1 stands in for
 * the hessian when the tree is grown, and a leaf answers the q-quantile of its residuals (Friedman, 2001, algorithm 3).
 */
export function pinball(q: number, s = 1): BoostingLoss {
  const slope = (y: number, r: number) => (y >= r ? -s * q : s * (1 - q));
  return {
    nOutputs: 1,
    hasConstantHessian: true,
    baseline: (y, weights) => Float64Array.of(quantileOf(y, weights, q)),
    mean: (y, weights, raw) => weightedMean(y.length, weights, (i) => slope(y[i], raw[i]) * (raw[i] - y[i])),
    derivatives(y, weights, raw, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        gradients[i] = (weights === null ? 1 : weights[i]) * slope(y[i], raw[i]);
      }
      if (weights !== null) hessians.set(weights);
    },
    leafStep: (residuals, weights) => quantileOf(residuals, weights, q),
  };
}

/** |y − r|; baseline: the median. */
export const absoluteError = pinball(0.5, 2);
