import { ParameterError } from "../errors.ts";
import type { Task } from "../estimator.ts";
import { createLoss, lossNames, type Loss, type LossName, type LossOptions } from "./losses.ts";

/**
 * The loss of a task.
 *
 * @throws ParameterError when there is no such loss, or it serves the other task.
 */
export function chooseLoss(task: Task, loss: string, options: LossOptions = {}): Loss {
  const names = lossNames(task);
  if (!names.includes(loss as LossName)) {
    throw new ParameterError("loss", `be one of ${names.join(", ")} for a ${task}`, loss);
  }
  return createLoss(loss as LossName, options);
}
