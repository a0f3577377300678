import { ParameterError } from "../errors.ts";
import type { Task } from "../estimator.ts";
import { chooseLoss } from "../losses/choose-loss.ts";
import type { LossName } from "../losses/losses.ts";
import { createPenalty, type PenaltyName } from "../penalties/index.ts";
import { createSchedule, type ScheduleName } from "../schedules/schedules.ts";
import {
  checkBoolean,
  checkIntegerAtLeast,
  checkNonNegative,
  checkOpenUnit,
  checkOptions,
  checkSeed,
} from "../validation/parameters.ts";

/** What `SGDClassifier` and `SGDRegressor` have in common. */
export interface SGDParameters {
  /** A loss by its name, or an expression in y and p, e.g. `"(y - p)^4"`. */
  loss: LossName | (string & {});
  /** What keeps the weights small: `l2`, `l1`, `elasticnet`, or `null` for nothing. Default `l2`. */
  penalty: PenaltyName | null;
  /** Strength α ≥ 0 of the penalty; above 0 with the schedule `optimal`, which goes by it. Default 1e-4. */
  alpha: number;
  /** The share of l1 in `elasticnet`, 0…1. Default 0.15. */
  l1Ratio: number;
  /** Whether a bias is learnt. Default true. */
  fitIntercept: boolean;
  /** Most epochs, an integer ≥ 1. Default 1000. */
  maxIter: number;
  /**
   * Training is done when an epoch's loss per row was not below the best one by more than this, ≥ 0, for `nIterNoChange`
   * epochs in a row (with `earlyStopping`: when the score was not above the best one by this much). `null`: it is done
   * after `maxIter` epochs. Default 1e-3.
   */
  tol: number | null;
  /** Whether the rows are shuffled before every epoch. Default true. */
  shuffle: boolean;
  /** ε ≥ 0 of the losses huber, epsilon_insensitive and squared_epsilon_insensitive. Default 0.1. */
  epsilon: number;
  /** q of the loss `quantile`, above 0 and below 1. Default 0.5. */
  quantile: number;
  /** The schedule of the step size: `constant`, `optimal`, `invscaling` or `adaptive`. */
  learningRate: ScheduleName;
  /** The first step size, > 0; `optimal` does not use it. */
  eta0: number;
  /** The exponent of `invscaling`. */
  powerT: number;
  /** Whether a share of the rows is held out, and training is done when the score on them no longer rises. Default false. */
  earlyStopping: boolean;
  /** The share of the rows that is held out, above 0 and below 1. Default 0.1. */
  validationFraction: number;
  /** Epochs without improvement before training is done, an integer ≥ 1. Default 5. */
  nIterNoChange: number;
  /**
   * Whether the answer is the mean of all iterates, or from which step on (an integer ≥ 1). Default false. With `l2` or no
   * penalty; with `l1` and `elasticnet` it is not the mean of the iterates, see the estimator.
   */
  average: boolean | number;
  /** Seed of the shuffles and of the rows held out. Default 0. */
  seed: number;
}

/** The defaults that both estimators share: scikit-learn's. */
export const SGD_DEFAULTS = {
  penalty: "l2",
  alpha: 1e-4,
  l1Ratio: 0.15,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-3,
  shuffle: true,
  epsilon: 0.1,
  quantile: 0.5,
  earlyStopping: false,
  validationFraction: 0.1,
  nIterNoChange: 5,
  average: false,
  seed: 0,
} as const satisfies Partial<SGDParameters>;

/** @throws ParameterError that names the parameter, its rule and the value; also for one that does not exist. */
export function checkSGDParameters(task: Task, known: object, parameters: SGDParameters): void {
  checkOptions(known, parameters);
  const { loss, penalty, alpha, l1Ratio, tol, validationFraction } = parameters;
  chooseLoss(task, loss, parameters);
  createPenalty({ penalty, alpha, l1Ratio });
  checkSchedule(parameters);
  checkBoolean("fitIntercept", parameters.fitIntercept);
  checkBoolean("shuffle", parameters.shuffle);
  checkBoolean("earlyStopping", parameters.earlyStopping);
  checkIntegerAtLeast(1, "maxIter", parameters.maxIter);
  checkIntegerAtLeast(1, "nIterNoChange", parameters.nIterNoChange);
  if (tol !== null) checkNonNegative("tol", tol);
  checkOpenUnit("validationFraction", validationFraction);
  averageFrom(parameters);
  checkSeed(parameters.seed);
}

function checkSchedule({ learningRate, eta0, powerT, alpha }: SGDParameters): void {
  createSchedule(learningRate, { eta0, powerT, alpha }, "learningRate");
}

/** @returns the step from which on iterates are averaged, `null` for never. @throws ParameterError */
export function averageFrom({ average }: Pick<SGDParameters, "average">): number | null {
  if (typeof average === "boolean") return average ? 1 : null;
  if (Number.isSafeInteger(average) && average >= 1) return average;
  throw new ParameterError("average", "be true, false or an integer ≥ 1", average);
}
