import { ParameterError } from "../errors.ts";
import type { Matrix } from "../tensor/matrix.ts";

/**
 * Turns the logs of each row, known up to a constant, into those of probabilities, in place:
 *
 *     log pₖ = lₖ − log Σ exp(lₗ) = (lₖ − m) − log Σ exp(lₗ − m)        with m = max lₗ, so that no exp overflows
 *
 * @param logs n × K; every row has a finite element. @returns `logs`.
 */
export function normalizeLogs(logs: Matrix): Matrix {
  const { data: l, nColumns: K } = logs;
  for (let at = 0; at < l.length; at += K) {
    let m = l[at];
    for (let k = 1; k < K; k++) m = Math.max(m, l[at + k]);
    let sum = 0;
    for (let k = 0; k < K; k++) sum += Math.exp(l[at + k] - m);
    const logSum = Math.log(sum);
    for (let k = 0; k < K; k++) l[at + k] = l[at + k] - m - logSum;
  }
  return logs;
}

/**
 * A row so far from all classes that every p(x | k) leaves the range of float64 tells nothing: its logs become those of
 * the prior.
 *
 * @param logs n × K, changed in place.
 */
export function fallBackToPrior(logs: Matrix, logPrior: Float64Array): Matrix {
  const { data: l, nColumns: K } = logs;
  for (let at = 0; at < l.length; at += K) {
    let isFinite = false;
    for (let k = 0; k < K; k++) isFinite ||= Math.abs(l[at + k]) < Infinity;
    if (!isFinite) l.set(logPrior, at);
  }
  return logs;
}

/** log (weight / Σ weights); −∞ for a class without weight. */
export function logShares(weights: Float64Array): Float64Array {
  const logTotal = Math.log(weights.reduce((sum, weight) => sum + weight, 0));
  return weights.map((weight) => Math.log(weight) - logTotal);
}

/**
 * Given probabilities of the classes: `null`, or one ≥ 0 for each of the K classes with the sum 1.
 *
 * @param nClasses when it is known already. @throws ParameterError
 */
export function checkPrior(parameter: string, prior: readonly number[] | null, nClasses?: number): void {
  if (prior === null) return;
  const isPrior = Array.isArray(prior) && prior.every((p) => typeof p === "number" && p >= 0 && p <= 1);
  const sum = isPrior ? prior.reduce((total, p) => total + p, 0) : NaN;
  if (!(Math.abs(sum - 1) <= 1e-5)) {
    throw new ParameterError(parameter, "be null or probabilities 0…1 of the classes that sum to 1", prior);
  }
  if (nClasses !== undefined && prior.length !== nClasses) {
    throw new ParameterError(parameter, `have one probability for each of the ${nClasses} classes`, prior);
  }
}
