import { ParameterError } from "../errors.ts";
import type { Label } from "../estimator.ts";

/**
 * Weights of the classes, which multiply those of the rows. An object gives them by label, 1 where a label is not named;
 * "balanced" gives each class the same weight: n / (K n_k) for a class of n_k rows, K the classes that occur.
 */
export type ClassWeight = "balanced" | { readonly [label: string]: number } | null;

/**
 * A weight for every class, or null where all are 1.
 *
 * @param codes n codes of the classes.
 * @throws ParameterError when it is none of the forms, a weight is negative or not finite, or a label is no class while
 *   a class has no weight, which a misspelt label would look like.
 */
export function weightsOfClasses(
  classWeight: ClassWeight,
  classes: readonly Label[],
  codes: ArrayLike<number>,
): Float64Array | null {
  if (classWeight === null) return null;
  if (classWeight === "balanced") return balancedWeights(codes, classes.length);
  checkClassWeight(classWeight, classes);
  // Own properties only: a class may be called "constructor".
  return Float64Array.from(classes, (label) => (Object.hasOwn(classWeight, label) ? classWeight[label] : 1));
}

/** @param counts how often each row counts. Default: once. */
export function balancedWeights(
  codes: ArrayLike<number>,
  nClasses: number,
  counts?: Float64Array,
): Float64Array {
  const nRows = new Float64Array(nClasses);
  let n = 0;
  for (let i = 0; i < codes.length; i++) {
    nRows[codes[i]] += counts?.[i] ?? 1;
    n += counts?.[i] ?? 1;
  }
  const K = nRows.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  return nRows.map((count) => (count > 0 ? n / (K * count) : 0));
}

/**
 * The rows' weights times those of their classes.
 *
 * @throws ParameterError when nothing is left of them.
 */
export function applyClassWeights(
  weights: Float64Array | null,
  ofClass: Float64Array | null,
  codes: ArrayLike<number>,
): Float64Array | null {
  if (ofClass === null) return weights;
  const product = Float64Array.from(codes, (code, i) => ofClass[code] * (weights?.[i] ?? 1));
  if (product.every((weight) => weight === 0)) {
    throw new ParameterError("classWeight", "leave some row a weight above 0", Array.from(ofClass));
  }
  return product;
}

function checkClassWeight(classWeight: unknown, classes: readonly Label[]): void {
  if (typeof classWeight !== "object" || classWeight === null || Array.isArray(classWeight)) {
    throw new ParameterError(
      "classWeight",
      'be null, "balanced", or an object of weights by label',
      classWeight,
    );
  }
  const labels = classes.map(String);
  const isWeight = (weight: unknown) => typeof weight === "number" && weight >= 0 && weight < Infinity;
  if (!Object.values(classWeight).every(isWeight)) {
    throw new ParameterError("classWeight", "have finite weights ≥ 0", classWeight);
  }
  const names = Object.keys(classWeight);
  const isComplete = labels.every((label) => names.includes(label));
  if (!isComplete && !names.every((name) => labels.includes(name))) {
    throw new ParameterError("classWeight", `name classes among ${labels.join(", ")}`, classWeight);
  }
}
