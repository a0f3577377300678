import { ParameterError } from "../errors.ts";
import { checkNonNegative, checkPositive, chooseByName } from "../validation/parameters.ts";
import { adam, adamw } from "./adam.ts";
import { momentum, nesterov } from "./momentum.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { adagrad, rmsprop } from "./scaled-gradients.ts";
import { sgd } from "./sgd.ts";

const OPTIMIZERS = { sgd, momentum, nesterov, adam, adamw, rmsprop, adagrad } satisfies Record<
  string,
  (options: OptimizerOptions) => Optimizer
>;

/** An optimizer by the name that users give. */
export type OptimizerName = keyof typeof OPTIMIZERS;

/**
 * @param options.learningRate step size η, finite and > 0.
 * @throws ParameterError when there is no such optimizer, or an option is out of range.
 */
export function createOptimizer(name: OptimizerName, options: OptimizerOptions): Optimizer {
  checkPositive("learningRate", options.learningRate);
  const { epsilon, weightDecay } = options;
  for (const share of ["momentum", "beta1", "beta2", "decay"] as const) checkShare(share, options[share]);
  if (epsilon !== undefined) checkPositive("epsilon", epsilon);
  if (weightDecay !== undefined) checkNonNegative("weightDecay", weightDecay);
  return chooseByName(OPTIMIZERS, "optimizer", name)(options);
}

function checkShare(parameter: string, value: number | undefined): void {
  if (value === undefined || (typeof value === "number" && value >= 0 && value < 1)) return;
  throw new ParameterError(parameter, "be a number ≥ 0 and below 1", value);
}
