import { DataError } from "../errors.ts";
import type { PointwiseLoss } from "./pointwise-loss.ts";

/**
 * The negative log-likelihood of a count y ≥ 0 with mean e^p, less a constant (Nelder & Wedderburn, Generalized Linear
 * Models, 1972); half of the Poisson deviance has the same gradient.
 *
 *     l(y, p) = e^p − y p        l'(y, p) = e^p − y
 *
 * The model answers e^p. Above p ≈ 709 e^p is infinite.
 */
export const poisson: PointwiseLoss = {
  name: "poisson",
  value: (y, p) => Math.exp(p) - y * p,
  derivative: (y, p) => Math.exp(p) - y,
  evaluate(y, p, n, values, derivatives) {
    for (let i = 0; i < n; i++) {
      const mean = Math.exp(p[i]);
      values[i] = mean - y[i] * p[i];
      derivatives[i] = mean - y[i];
    }
  },
  checkTargets(y) {
    for (let i = 0; i < y.length; i++) if (!(y[i] >= 0)) throw negativeTarget(y[i], i);
  },
};

function negativeTarget(y: number, i: number): DataError {
  return new DataError({
    expected: "targets ≥ 0 for the loss poisson",
    got: `${y} at index ${i} (counted from 0)`,
    remedy: "Counts and amounts are never negative: correct the target, or choose another loss.",
  });
}
