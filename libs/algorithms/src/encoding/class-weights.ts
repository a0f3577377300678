import { DataError, ParameterError } from "../errors.ts";
import type { Label } from "../estimator.ts";

/**
 * What each class counts: `null` all alike, `"balanced"` n / (K' nₖ) for K' classes that occur, nₖ rows of class k; or the
 * weight ≥ 0 of each label, 1 where it is left out.
 */
export type ClassWeight = null | "balanced" | Readonly<Record<string, number>>;

/** @throws ParameterError for what is no class weight. Whether its labels are classes is seen in `classWeightsOf`. */
export function checkClassWeight(classWeight: unknown): void {
  if (classWeight === null || classWeight === "balanced") return;
  const isTable = typeof classWeight === "object" && !Array.isArray(classWeight);
  if (isTable && Object.values(classWeight as object).every(isWeight)) return;
  const rule = 'be null, "balanced" or an object with a finite weight ≥ 0 for each label';
  throw new ParameterError("classWeight", rule, classWeight);
}

const isWeight = (value: unknown) => typeof value === "number" && value >= 0 && value < Infinity;

/**
 * @param codes n codes 0…K−1 of `classes`.
 * @returns the weights of the K classes.
 * @throws ParameterError for a label that is none of the classes, while one of them has no weight: it may be misspelt.
 */
export function classWeightsOf(
  classWeight: ClassWeight,
  classes: readonly Label[],
  codes: Float64Array,
): Float64Array {
  if (classWeight === null) return new Float64Array(classes.length).fill(1);
  return classWeight === "balanced" ? balancedWeights(codes, classes.length) : listed(classWeight, classes);
}

/**
 * The weights of the rows with those of their classes.
 *
 * @param weights n sample weights, or `null`.
 * @returns n weights, or `null` where all rows count alike.
 * @throws ParameterError as `classWeightsOf`; DataError when nothing is left to learn from.
 */
export function weighClasses(
  classWeight: ClassWeight,
  classes: readonly Label[],
  codes: Float64Array,
  weights: Float64Array | null,
): Float64Array | null {
  if (classWeight === null) return weights;
  return weighByClass(classWeightsOf(classWeight, classes, codes), codes, weights);
}

/**
 * The weights of the rows times those of their classes.
 *
 * @param ofClass K weights.
 * @param weights n sample weights, or `null` for 1.
 * @throws DataError when nothing is left to learn from.
 */
export function weighByClass(
  ofClass: Float64Array,
  codes: Float64Array,
  weights: Float64Array | null,
): Float64Array {
  const weighted = codes.map((code, i) => ofClass[code] * (weights ? weights[i] : 1));
  if (weighted.some((weight) => weight > 0)) return weighted;
  throw new DataError({
    expected: "a row whose weight is above 0",
    got: "classWeight and sampleWeight that leave none",
    remedy: "Give a class that occurs a weight above 0.",
  });
}

/**
 * n / (K' nₖ) for the K' classes that occur (King & Zeng, Logistic Regression in Rare Events Data, 2001); 0 for the others.
 *
 * @param counts how often each row counts, e.g. in a bootstrap sample. Default: once.
 */
export function balancedWeights(codes: Float64Array, nClasses: number, counts?: Float64Array): Float64Array {
  const nRows = new Float64Array(nClasses);
  for (let i = 0; i < codes.length; i++) nRows[codes[i]] += counts ? counts[i] : 1;
  const n = nRows.reduce((sum, nk) => sum + nk, 0);
  const nOccurring = nRows.reduce((sum, nk) => sum + Number(nk > 0), 0);
  return nRows.map((nk) => (nk > 0 ? n / (nOccurring * nk) : 0));
}

function listed(table: Readonly<Record<string, number>>, classes: readonly Label[]): Float64Array {
  const names = classes.map(String);
  const unknown = Object.keys(table).find((label) => !names.includes(label));
  const isComplete = names.every((name) => Object.hasOwn(table, name));
  if (unknown !== undefined && !isComplete) {
    throw new ParameterError("classWeight", `name only the classes ${names.join(", ")}`, unknown);
  }
  return Float64Array.from(names, (name) => (Object.hasOwn(table, name) ? table[name] : 1));
}
