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

/** Which optimizers heed an option; all of them `learningRate` and `weightDecay`. */
const HEEDED_BY = {
  momentum: ["momentum", "nesterov"],
  beta1: ["adam", "adamw"],
  beta2: ["adam", "adamw"],
  decay: ["rmsprop"],
  epsilon: ["adam", "adamw", "rmsprop", "adagrad"],
} satisfies Partial<Record<keyof OptimizerOptions, OptimizerName[]>>;

/**
 * @param options.learningRate step size η, finite and > 0.
 * @throws ParameterError when there is no such optimizer, or an option is out of range, or not for it.
 */
export function createOptimizer(name: OptimizerName, options: OptimizerOptions): Optimizer {
  checkPositive("learningRate", options.learningRate);
  const { epsilon, weightDecay } = options;
  for (const share of ["momentum", "beta1", "beta2", "decay"] as const) checkShare(share, options[share]);
  if (epsilon !== undefined) checkPositive("epsilon", epsilon);
  if (weightDecay !== undefined) checkNonNegative("weightDecay", weightDecay);
  const make = chooseByName(OPTIMIZERS, "optimizer", name);
  refuseUnheeded(name, options);
  return make(options);
}

/** An option that does nothing is a mistake. */
function refuseUnheeded(name: OptimizerName, options: OptimizerOptions): void {
  for (const [option, optimizers] of Object.entries(HEEDED_BY)) {
    const value = options[option as keyof typeof HEEDED_BY];
    if (value === undefined || (optimizers as string[]).includes(name)) continue;
    throw new ParameterError(option, `be left out unless optimizer is ${inWords(optimizers)}`, value);
  }
}

/** `a`, `a or b`, `a, b or c`. */
function inWords(names: readonly string[]): string {
  return names.join(", ").replace(/, ([^,]*)$/, " or $1");
}

function checkShare(parameter: string, value: number | undefined): void {
  if (value === undefined || (typeof value === "number" && value >= 0 && value < 1)) return;
  throw new ParameterError(parameter, "be a number ≥ 0 and below 1", value);
}
