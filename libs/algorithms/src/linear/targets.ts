import type { Task } from "../estimator.ts";

/** What an output has to be told to read its targets off y. */
export interface TargetRule {
  readonly task: Task;
  /** The class code that counts as +1 for this output. */
  readonly positive: number;
}

/** The rule of output k: of two classes, class 1 is the positive one; above, class k (one-vs-all). */
export function targetRule(task: Task, k: number, nOutputs: number): TargetRule {
  return { task, positive: nOutputs === 1 ? 1 : k };
}

/**
 * The targets that an output learns from, for a block of rows: `y` itself for a regressor; for a classifier +1 for
 * the rows of the positive class and −1 for all others.
 *
 * @param y numbers, or class codes. @param rows the block's rows in `y`: n entries from `start`.
 * @param targets receives n targets.
 */
export function targetsOf(
  { task, positive }: TargetRule,
  y: Float64Array,
  rows: Int32Array,
  start: number,
  n: number,
  targets: Float64Array,
): void {
  if (task === "regressor") {
    for (let i = 0; i < n; i++) targets[i] = y[rows[start + i]];
  } else {
    for (let i = 0; i < n; i++) targets[i] = y[rows[start + i]] === positive ? 1 : -1;
  }
}
