import { ParameterError } from "../errors.ts";
import type { Task } from "../estimator.ts";
import { compileExpression, loadExpressions, SyntaxFault } from "./expression/index.ts";
import { createLoss, lossNames, type Loss, type LossName, type LossOptions } from "./losses.ts";

/**
 * The loss of a task: one of those with a name, or a user's own as an expression in y and p (see `compileExpression`).
 *
 * @param loss a name, or an expression; a classifier's y is +1 or −1, a regressor's a number.
 * @throws ParameterError that says what is wrong, and in an expression where; or that `loadExpressions` comes first.
 */
export function chooseLoss(task: Task, loss: string, options: LossOptions = {}): Loss {
  if (lossNames(task).includes(loss as LossName)) return createLoss(loss as LossName, options);
  if (typeof loss !== "string") throw refusal(task, loss);
  const other = task === "classifier" ? "regressor" : "classifier";
  if (lossNames(other).includes(loss as LossName)) throw refusal(task, loss, `that one is for a ${other}`);
  return {
    task,
    kind: "pointwise",
    pointwise: compiled(loss, task),
    response: "identity",
    probability: null,
  };
}

/** Whether a loss is none of those with a name, and so is to be read as an expression. */
export function isExpression(loss: string): boolean {
  return typeof loss === "string" && !TASKS.some((task) => lossNames(task).includes(loss as LossName));
}

const TASKS = ["classifier", "regressor"] as const;

/**
 * Loads the parser of expressions, when the loss is one, and checks it; a loss with a name needs nothing.
 *
 * @throws ParameterError that says what is wrong in the expression, and where.
 */
export async function readyLoss(task: Task, loss: string): Promise<void> {
  if (!isExpression(loss)) return;
  await loadExpressions();
  chooseLoss(task, loss);
}

/** An estimator asks for its loss more than once; compiling takes milliseconds. */
const compiledLosses = new Map<string, ReturnType<typeof compileExpression>>();
const MOST_KEPT = 100;

function compiled(text: string, task: Task): ReturnType<typeof compileExpression> {
  const key = `${task} ${text}`;
  const kept = compiledLosses.get(key);
  if (kept) return kept;
  const loss = compile(text, task);
  if (compiledLosses.size >= MOST_KEPT) compiledLosses.clear();
  compiledLosses.set(key, loss);
  return loss;
}

function compile(text: string, task: Task): ReturnType<typeof compileExpression> {
  try {
    return compileExpression(text, task);
  } catch (error) {
    if (error instanceof SyntaxFault) throw refusal(task, text, error.describe(text));
    throw error;
  }
}

function refusal(task: Task, loss: unknown, detail?: string): ParameterError {
  const rule = `be one of ${lossNames(task).join(", ")} for a ${task}, or an expression in y and p`;
  return new ParameterError("loss", rule, loss, detail);
}
