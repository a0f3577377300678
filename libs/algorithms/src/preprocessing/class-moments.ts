import type { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { mergeMoments, type Moments } from "./moments.ts";

/**
 * The moments of every class's rows, of K classes in order; n is the sum of the weights sᵢ of the class's rows, 0 for
 * a class without rows:
 *
 *     n_k = Σ sᵢ        μ_k = 1/n_k Σ sᵢ xᵢ        M₂_k = Σ sᵢ (xᵢ − μ_k)²        over the rows i of class k
 *
 * In two passes with the correction of Chan, Golub & LeVeque, as `columnMoments`.
 *
 * @param X n × d. @param codes n codes 0…K−1. @param weights n weights ≥ 0, or `null` for ones.
 */
export function classMoments(
  X: Matrix,
  codes: Float64Array,
  nClasses: number,
  weights: Float64Array | null,
): Moments[] {
  const d = X.nColumns;
  const n = classWeights(codes, nClasses, weights);
  const mean = weightedSums(X, codes, nClasses, weights);
  for (let at = 0; at < mean.length; at++) mean[at] = share(mean[at], n[Math.floor(at / d)]);
  const { m2, remainder } = weightedDeviations(X, codes, mean, weights);
  for (let at = 0; at < mean.length; at++) {
    const weight = n[Math.floor(at / d)];
    m2[at] = Math.max(0, m2[at] - share(remainder[at] ** 2, weight));
    mean[at] += share(remainder[at], weight);
  }
  return Array.from(n, (weight, k) => ({
    n: weight,
    mean: mean.slice(k * d, (k + 1) * d),
    m2: m2.slice(k * d, (k + 1) * d),
  }));
}

/** The moments of every class over all parts, each a list as `classMoments` gave it for the same classes. */
export function mergeClassMoments(parts: readonly (readonly Moments[])[]): Moments[] {
  return parts[0].map((_, k) => mergeMoments(parts.map((part) => part[k])));
}

/** n_k = Σ sᵢ over the rows of class k: K sums. */
export function classWeights(
  codes: Float64Array,
  nClasses: number,
  weights: Float64Array | null,
): Float64Array {
  const sums = new Float64Array(nClasses);
  for (let i = 0; i < codes.length; i++) sums[codes[i] | 0] += weights === null ? 1 : weights[i];
  return sums;
}

/** Σ sᵢ xᵢⱼ over the rows of class k: K × d sums. */
export function weightedSums(
  { data: x, nColumns: d }: Matrix,
  codes: Float64Array,
  nClasses: number,
  weights: Float64Array | null,
): Float64Array {
  const sums = new Float64Array(nClasses * d);
  for (let i = 0, at = 0; i < codes.length; i++) {
    const first = (codes[i] | 0) * d; // an integer to the compiler too, or each access converts it
    const s = weights === null ? 1 : weights[i];
    for (let j = 0; j < d; j++, at++) sums[first + j] += s * x[at];
  }
  return sums;
}

function weightedDeviations(
  { data: x, nColumns: d }: Matrix,
  codes: Float64Array,
  mean: Float64Array,
  weights: Float64Array | null,
) {
  const m2 = new Float64Array(mean.length);
  const remainder = new Float64Array(mean.length);
  for (let i = 0, at = 0; i < codes.length; i++) {
    const first = (codes[i] | 0) * d;
    const s = weights === null ? 1 : weights[i];
    for (let j = 0; j < d; j++, at++) {
      const deviation = x[at] - mean[first + j];
      remainder[first + j] += s * deviation;
      m2[first + j] += s * deviation * deviation;
    }
  }
  return { m2, remainder };
}

/** A class without rows has sums of 0, and means of 0. */
function share(sum: number, weight: number): number {
  return weight === 0 ? 0 : sum / weight;
}

/** The moments as plain JSON data: one object for each class. */
export function momentsToState(moments: readonly Moments[]): PlainData[] {
  return moments.map(({ n, mean, m2 }) => ({ n, mean: Array.from(mean), m2: Array.from(m2) }));
}

/** What `momentsToState` wrote under `key`. @throws DataError unless it is of K classes, one of them with rows, and d columns. */
export function momentsFromState(state: StateReader, key: string, nClasses: number, d: number): Moments[] {
  const parts = state.objects(key);
  if (parts.length !== nClasses) state.refuse(`${nClasses} classes at ${key}`, parts.length);
  const moments = parts.map((part) => ({
    n: nonNegative(part, "n"),
    mean: part.float64("mean", d),
    m2: part.nonNegative("m2", d),
  }));
  if (!moments.some(({ n }) => n > 0)) state.refuse(`a class with rows at ${key}`, "none");
  return moments;
}

function nonNegative(part: StateReader, key: string): number {
  const value = part.number(key);
  return value >= 0 ? value : part.refuse(`a number ≥ 0 at ${key}`, value);
}
