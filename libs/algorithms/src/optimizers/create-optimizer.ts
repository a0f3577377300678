import { checkPositive, chooseByName } from "../validation/parameters.ts";
import { adam } from "./adam.ts";
import { momentum } from "./momentum.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { sgd } from "./sgd.ts";

const OPTIMIZERS = { sgd, momentum, adam } satisfies Record<string, (options: OptimizerOptions) => Optimizer>;

/** An optimizer by the name that users give. */
export type OptimizerName = keyof typeof OPTIMIZERS;

/**
 * @param options.learningRate step size η, finite and > 0.
 * @throws ParameterError when there is no such optimizer, or the learning rate is out of range.
 */
export function createOptimizer(name: OptimizerName, options: OptimizerOptions): Optimizer {
  checkPositive("learningRate", options.learningRate);
  return chooseByName(OPTIMIZERS, "optimizer", name)(options);
}
