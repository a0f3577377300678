import { ParameterError } from "../errors.ts";
import type { Task } from "../estimator.ts";
import { chooseLoss } from "../losses/choose-loss.ts";
import type { Loss, LossOptions } from "../losses/losses.ts";
import { checkBoolean, checkIntegerAtLeast, checkOneOf } from "../validation/parameters.ts";

export interface LinearModelOptions extends LossOptions {
  task: Task;
  /** One of the losses for the task, by name, or an expression in y and p. */
  loss: string;
  /** d, an integer ≥ 0. */
  nFeatures: number;
  /**
   * 1 for a regressor; of a classifier K, one for each class, but 1 for two classes and fewer when the loss is not
   * `softmax`. `outputsOf` tells it.
   */
  nOutputs: number;
  /** K, where one output is all there is: 2, or 1 when only one class is known. Default: 2, or nOutputs above. */
  nClasses?: number;
  /** Whether biases are learnt; without, their gradient is 0. Default true. */
  fitIntercept?: boolean;
}

/** How many outputs a linear model of K classes has. @param loss by name, or an expression. */
export function outputsOf(loss: string, nClasses: number): number {
  return nClasses <= 2 && loss !== "softmax" ? 1 : nClasses;
}

/** @throws ParameterError when the options do not fit each other. @returns the loss they name. */
export function checkModelOptions(options: LinearModelOptions): Loss {
  const { task, loss: name, nFeatures, nOutputs, fitIntercept = true } = options;
  checkOneOf(["classifier", "regressor"], "task", task);
  const loss = chooseLoss(task, name, options);
  checkIntegerAtLeast(0, "nFeatures", nFeatures);
  checkIntegerAtLeast(1, "nOutputs", nOutputs);
  checkBoolean("fitIntercept", fitIntercept);
  if (nOutputs !== 1 && task === "regressor")
    throw new ParameterError("nOutputs", "be 1 for a regressor", nOutputs);
  if (nOutputs === 2 && loss.kind === "pointwise")
    throw new ParameterError("nOutputs", "be 1 for two classes, K for K > 2 classes", nOutputs);
  checkClasses(options);
  return loss;
}

function checkClasses({ task, loss, nOutputs, nClasses }: LinearModelOptions): void {
  if (nClasses === undefined) return;
  if (task === "classifier" && nClasses >= 1 && outputsOf(loss, nClasses) === nOutputs) return;
  throw new ParameterError("nClasses", `be a number of classes that has ${nOutputs} outputs`, nClasses);
}
