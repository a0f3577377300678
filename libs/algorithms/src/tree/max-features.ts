import { ParameterError } from "../errors.ts";

/** See `TreeParameters.maxFeatures`. 1 is one feature, as scikit-learn's integer 1; all of them (its 1.0) is null. */
export type MaxFeatures = number | "sqrt" | "log2" | null;

/** @throws ParameterError by name, rule and value. */
export function checkMaxFeatures(value: MaxFeatures): void {
  if (value === null || value === "sqrt" || value === "log2") return;
  if (typeof value === "number" && ((value > 0 && value < 1) || (Number.isSafeInteger(value) && value >= 1)))
    return;
  const rule = 'be null (all), an integer ≥ 1, a share between 0 and 1, "sqrt" or "log2"';
  throw new ParameterError("maxFeatures", rule, value);
}

/** How many of d features that is: rounded down, but at least 1, and at most d. */
export function countFeatures(maxFeatures: MaxFeatures, d: number): number {
  if (maxFeatures === null) return d;
  if (maxFeatures === "sqrt") return Math.max(1, Math.floor(Math.sqrt(d)));
  if (maxFeatures === "log2") return Math.max(1, Math.floor(Math.log2(d)));
  return maxFeatures < 1 ? Math.max(1, Math.floor(maxFeatures * d)) : Math.min(maxFeatures, d);
}
