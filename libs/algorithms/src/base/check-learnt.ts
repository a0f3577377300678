import { DataError } from "../errors.ts";
import { areFinite } from "../validation/data.ts";

/**
 * Refuses a model with NaN or infinity in it: finite rows, targets and weights can still be so large that their sums or
 * squares overflow, and such a model would answer as if it were well.
 *
 * @param learnt plain objects, lists, numbers and vectors; objects of a class are not looked into.
 * @throws DataError
 */
export function checkLearnt(owner: string, learnt: unknown): void {
  const fault = firstFault(learnt, "");
  if (fault === null) return;
  throw new DataError({
    expected: `finite numbers in what a ${owner} learns`,
    got: `NaN or infinity in its ${fault.slice(1)}`,
    remedy: "Scale features, targets and weights: sums or squares of their sizes are no finite numbers.",
  });
}

/** Where the first number that is not finite is, e.g. `.tree.value`. */
function firstFault(value: unknown, path: string): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : path;
  if (value instanceof Float64Array) return areFinite(value) ? null : path;
  if (!Array.isArray(value) && !isPlain(value)) return null;
  for (const [key, inner] of Object.entries(value as object)) {
    const fault = firstFault(inner, Array.isArray(value) ? path : `${path}.${key}`);
    if (fault !== null) return fault;
  }
  return null;
}

function isPlain(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
