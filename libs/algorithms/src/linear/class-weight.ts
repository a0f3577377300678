import { ParameterError } from "../errors.ts";
import type { Label } from "../estimator.ts";

/** `null`: all classes weigh 1. `balanced`: n / (K · rows of the class). Or the weight ≥ 0 of each class by its label. */
export type ClassWeight = null | "balanced" | { readonly [label: string]: number };

/**
 * The weights of K classes; of a table, labels that it leaves out weigh 1. A class without rows weighs 1 too, and does
 * not count among the K of `balanced`.
 *
 * @param codes n class codes.
 * @throws ParameterError when it is none of the three, or names what is no class.
 */
export function classWeights(
  classWeight: ClassWeight,
  classes: readonly Label[],
  codes: Float64Array,
): Float64Array | null {
  if (classWeight === null) return null;
  if (classWeight === "balanced") return balanced(classes.length, codes);
  checkTable(classWeight, classes);
  // Own properties only: a class may be called "constructor".
  return Float64Array.from(classes, (label) => (Object.hasOwn(classWeight, label) ? classWeight[label] : 1));
}

function balanced(K: number, codes: Float64Array): Float64Array {
  const counts = new Float64Array(K);
  for (const code of codes) counts[code] += 1;
  const occurring = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count > 0 ? codes.length / (occurring * count) : 1));
}

function checkTable(table: unknown, classes: readonly Label[]): void {
  const isTable = typeof table === "object" && table !== null && !Array.isArray(table);
  const names = classes.map(String);
  const entries = isTable ? Object.entries(table) : [];
  const fits = ([label, weight]: [string, unknown]) =>
    names.includes(label) && typeof weight === "number" && weight >= 0 && weight < Infinity;
  if (isTable && entries.every(fits)) return;
  const rule = `be null, "balanced", or finite weights ≥ 0 of classes among ${names.slice(0, 20).join(", ")}`;
  throw new ParameterError("classWeight", rule, table);
}
