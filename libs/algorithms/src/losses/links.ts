import { sigmoid } from "./log-loss.ts";

/**
 * What a regressor answers for the raw score p, the inverse of its link function:
 *
 *     identity    p
 *     log         e^p, so that answers are positive
 */
export const RESPONSES = {
  identity: (p: number) => p,
  log: Math.exp,
} satisfies Record<string, (p: number) => number>;

/**
 * The probability of the class that the raw score p of a binary problem speaks for; that of the other one is the
 * probability of −p:
 *
 *     logit      σ(p) = 1 / (1 + e⁻ᵖ)
 *     clipped    (min(max(p, −1), 1) + 1) / 2, of the modified Huber loss (Zhang, Statistical Behavior and Consistency
 *                of Classification Methods Based on Convex Risk Minimization, 2004; as scikit-learn)
 */
export const PROBABILITIES = {
  logit: sigmoid,
  clipped: (p: number) => (Math.min(Math.max(p, -1), 1) + 1) / 2,
} satisfies Record<string, (p: number) => number>;

/** How a regressor's score becomes its answer. */
export type ResponseName = keyof typeof RESPONSES;

/** How a classifier's scores become probabilities; `softmax` takes all scores of a row together. */
export type ProbabilityName = keyof typeof PROBABILITIES | "softmax";
