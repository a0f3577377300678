import type { Task } from "../estimator.ts";
import { checkNonNegative, checkOpenUnit, chooseByName } from "../validation/parameters.ts";
import { epsilonInsensitive } from "./epsilon-insensitive.ts";
import { hinge } from "./hinge.ts";
import { huber } from "./huber.ts";
import type { ProbabilityName, ResponseName } from "./links.ts";
import { logLoss } from "./log-loss.ts";
import { modifiedHuber } from "./modified-huber.ts";
import { perceptron } from "./perceptron.ts";
import type { PointwiseLoss } from "./pointwise-loss.ts";
import { poisson } from "./poisson.ts";
import { quantileLoss } from "./quantile.ts";
import { softmaxLoss, type MultinomialLoss } from "./softmax.ts";
import { squaredEpsilonInsensitive } from "./squared-epsilon-insensitive.ts";
import { squaredError } from "./squared-error.ts";
import { squaredHinge } from "./squared-hinge.ts";

export interface LossOptions {
  /** ε ≥ 0 of `huber`, `epsilon_insensitive` and `squared_epsilon_insensitive`. Default 0.1. */
  epsilon?: number;
  /** q of `quantile`, above 0 and below 1. Default 0.5. */
  quantile?: number;
}

/** A loss and what goes with it. */
export type Loss = {
  /** The task it serves. */
  readonly task: Task;
  /** How a regressor's scores become answers. */
  readonly response: ResponseName;
  /** How a classifier's scores become probabilities; `null`: it has none. */
  readonly probability: ProbabilityName | null;
} & (
  | { readonly kind: "pointwise"; readonly pointwise: PointwiseLoss }
  | { readonly kind: "multinomial"; readonly multinomial: MultinomialLoss }
);

type Maker = (options: Required<LossOptions>) => Loss;

const classifier =
  (pointwise: PointwiseLoss, probability: ProbabilityName | null = null): Maker =>
  () => ({ task: "classifier", kind: "pointwise", pointwise, response: "identity", probability });

const regressor =
  (make: (options: Required<LossOptions>) => PointwiseLoss, response: ResponseName = "identity"): Maker =>
  (options) => ({
    task: "regressor",
    kind: "pointwise",
    pointwise: make(options),
    response,
    probability: null,
  });

const LOSSES = {
  hinge: classifier(hinge),
  squared_hinge: classifier(squaredHinge),
  log_loss: classifier(logLoss, "logit"),
  modified_huber: classifier(modifiedHuber, "clipped"),
  perceptron: classifier(perceptron),
  softmax: () => ({
    task: "classifier",
    kind: "multinomial",
    multinomial: softmaxLoss,
    response: "identity",
    probability: "softmax",
  }),
  squared_error: regressor(() => squaredError),
  huber: regressor(({ epsilon }) => huber(epsilon)),
  epsilon_insensitive: regressor(({ epsilon }) => epsilonInsensitive(epsilon)),
  squared_epsilon_insensitive: regressor(({ epsilon }) => squaredEpsilonInsensitive(epsilon)),
  quantile: regressor(({ quantile }) => quantileLoss(quantile)),
  poisson: regressor(() => poisson, "log"),
} satisfies Record<string, Maker>;

/** A loss by the name that users give. */
export type LossName = keyof typeof LOSSES;

const DEFAULTS: Required<LossOptions> = { epsilon: 0.1, quantile: 0.5 };

/** The names of the losses that serve the task, in the order of the documentation. */
export function lossNames(task: Task): LossName[] {
  const names = Object.keys(LOSSES) as LossName[];
  return names.filter((name) => LOSSES[name](DEFAULTS).task === task);
}

/**
 * The loss of that name.
 *
 * @throws ParameterError that lists the names when there is no such loss, or when an option is outside of its range.
 */
export function createLoss(name: LossName, options: LossOptions = {}): Loss {
  const make = chooseByName(LOSSES, "loss", name);
  const { epsilon = DEFAULTS.epsilon, quantile = DEFAULTS.quantile } = options;
  checkNonNegative("epsilon", epsilon);
  checkOpenUnit("quantile", quantile);
  return make({ epsilon, quantile });
}
