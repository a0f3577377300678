import type { Task } from "../estimator.ts";

/** How an output reads its targets off y. */
export type TargetRule =
  /** The targets are y itself: a regressor. */
  | { readonly kind: "numbers" }
  /** Codes 0 and 1 become −1 and +1: a classifier of two classes. */
  | { readonly kind: "signs" }
  /** The rows of one class are +1, all others −1 (one-vs-all). */
  | { readonly kind: "one-vs-all"; readonly code: number };

/** The rule of output k. */
export function targetRule(task: Task, k: number, nOutputs: number): TargetRule {
  if (task === "regressor") return { kind: "numbers" };
  return nOutputs === 1 ? { kind: "signs" } : { kind: "one-vs-all", code: k };
}

/**
 * The targets that an output learns from, for a block of rows.
 *
 * @param y numbers, or class codes. @param rows the block's rows in `y`: n entries from `start`.
 * @param targets receives n targets.
 */
export function targetsOf(
  rule: TargetRule,
  y: Float64Array,
  rows: Int32Array,
  start: number,
  n: number,
  targets: Float64Array,
): void {
  if (rule.kind === "numbers") {
    for (let i = 0; i < n; i++) targets[i] = y[rows[start + i]];
  } else if (rule.kind === "signs") {
    // Arithmetic, not a comparison: nothing foresees the class of the next row.
    for (let i = 0; i < n; i++) targets[i] = 2 * y[rows[start + i]] - 1;
  } else {
    const { code } = rule;
    for (let i = 0; i < n; i++) targets[i] = y[rows[start + i]] === code ? 1 : -1;
  }
}
