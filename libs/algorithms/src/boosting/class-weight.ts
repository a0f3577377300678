import { ParameterError } from "../errors.ts";
import type { Label } from "../estimator.ts";

/** Weights of classes by label; a class that is not named has weight 1. "balanced": n / (K n_k) for class k. */
export type ClassWeight = "balanced" | Readonly<Record<string, number>>;

/** @throws ParameterError unless it is null, "balanced" or an object of finite numbers ≥ 0. */
export function checkClassWeight(classWeight: ClassWeight | null): void {
  if (classWeight === null || classWeight === "balanced") return;
  const isObject = typeof classWeight === "object" && !Array.isArray(classWeight);
  if (isObject && Object.values(classWeight).every((w) => typeof w === "number" && w >= 0 && w < Infinity))
    return;
  const rule = 'be null, "balanced" or an object with a finite number ≥ 0 for each class it names';
  throw new ParameterError("classWeight", rule, classWeight);
}

/**
 * Multiplies the weights of the rows by those of their classes. For "balanced" K counts the classes that occur, and
 * n_k the rows of class k without their weights.
 *
 * @param codes n codes of classes.
 * @param weights n weights, or `null` where all rows count alike.
 */
export function withClassWeight(
  classWeight: ClassWeight | null,
  codes: Float64Array,
  classes: readonly Label[],
  weights: Float64Array | null,
): Float64Array | null {
  if (classWeight === null) return weights;
  const ofClass =
    classWeight === "balanced"
      ? balanced(codes, classes.length)
      : // Own weights alone: a class may be called "constructor".
        classes.map((label) => (Object.hasOwn(classWeight, label) ? classWeight[label] : 1));
  return codes.map((code, i) => ofClass[code] * (weights?.[i] ?? 1));
}

function balanced(codes: Float64Array, nClasses: number): number[] {
  const counts = new Array<number>(nClasses).fill(0);
  for (const code of codes) counts[code]++;
  const nOccurring = counts.filter((count) => count > 0).length;
  return counts.map((count) => codes.length / (nOccurring * count));
}
