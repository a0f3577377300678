import { weightedMean, type BoostingLoss } from "./boosting-loss.ts";

/** A prior is kept so far from 0 and 1 (ten times the spacing of doubles at 1): its log-odds are then within ±33.8. */
const MARGIN = 10 * Number.EPSILON;

/** Its exponential is finite, and so is what it is multiplied by. */
const MOST_EXPONENT = 700;

/**
 * The log loss of a class y ∈ {0, 1} and the raw score r, the log-odds of class 1, with p = σ(r) = 1 / (1 + e⁻ʳ):
 *
 *     l = log(1 + eʳ) − y r        ∂l/∂r = p − y        ∂²l/∂r² = p (1 − p)
 *
 * With s = 1 − 2y and the probability q = σ(s r) of the wrong class, ∂l/∂r = s q and ∂²l/∂r² = q (1 − q): so nothing
 * cancels, and there is no branch, which could only be guessed. Baseline: the log-odds of the share of class 1.
 */
export const binomial: BoostingLoss = {
  nOutputs: 1,
  hasConstantHessian: false,
  baseline(y, weights) {
    const share = weightedMean(y.length, weights, (i) => y[i]);
    const p = Math.min(Math.max(share, MARGIN), 1 - MARGIN);
    return Float64Array.of(Math.log(p / (1 - p)));
  },
  mean: (y, weights, raw) =>
    weightedMean(y.length, weights, (i) => {
      // log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|); with the sign of the wrong side both classes are one case.
      const x = y[i] === 1 ? -raw[i] : raw[i];
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }),
  derivatives(y, weights, raw, gradients, hessians) {
    for (let i = 0; i < y.length; i++) {
      const weight = weights === null ? 1 : weights[i];
      const s = 1 - 2 * y[i];
      const e = Math.exp(Math.min(-s * raw[i], MOST_EXPONENT));
      const wrong = 1 / (1 + e);
      gradients[i] = weight * s * wrong;
      hessians[i] = weight * wrong * (e * wrong);
    }
  },
};
