import {
  checkBoolean,
  checkIntegerAtLeast,
  checkNonNegative,
  checkOpenUnit,
  createOptimizer,
  createPenalty,
  createSchedule,
  ParameterError,
} from "@chimera/algorithms";
import { linearOptionsOf } from "./prepare-order.ts";
import type { ParameterServerSettings } from "./settings.ts";

/** @throws ParameterError that names the first option that is out of its range, its rule and the value. */
export function checkSettings(settings: ParameterServerSettings): void {
  createOptimizer(settings.optimizer, { learningRate: settings.learningRate });
  createPenalty(settings);
  const { schedule, learningRate: eta0, powerT, alpha } = settings;
  createSchedule(schedule, { eta0, powerT, alpha }, "learningRate");
  checkLinear(settings);
  for (const option of ["maxIter", "epochs", "localBatchSize", "nIterNoChange"] as const) {
    checkIntegerAtLeast(1, option, settings[option]);
  }
  if (settings.batchSize !== null) checkIntegerAtLeast(1, "batchSize", settings.batchSize);
  checkIntegerAtLeast(0, "seed", settings.seed);
  checkNonNegative("epsilon", settings.epsilon);
  checkNonNegative("tol", settings.tol);
  checkBoolean("standardize", settings.standardize);
  checkBoolean("earlyStopping", settings.earlyStopping);
  checkAverage(settings);
  checkOpenUnit("validationFraction", settings.validationFraction);
  checkClassWeight(settings);
}

/** The options of the linear model's losses; an estimator has its own. */
function checkLinear(settings: ParameterServerSettings): void {
  const { lossEpsilon, quantile, fitIntercept, estimator } = settings;
  checkNonNegative("lossEpsilon", lossEpsilon);
  checkOpenUnit("quantile", quantile);
  checkBoolean("fitIntercept", fitIntercept);
  if (estimator === null || linearOptionsOf(settings) === undefined) return;
  const rule = "be left out, lossEpsilon and quantile too, for an estimator, which has its own";
  throw new ParameterError("fitIntercept", rule, fitIntercept);
}

function checkAverage({ average }: ParameterServerSettings): void {
  if (typeof average === "boolean" || (Number.isSafeInteger(average) && average >= 1)) return;
  throw new ParameterError("average", "be true, false or an integer ≥ 1", average);
}

function checkClassWeight({ classWeight, task }: ParameterServerSettings): void {
  if (classWeight === null) return;
  if (task !== "classifier") throw new ParameterError("classWeight", "be null for a regressor", classWeight);
  if (classWeight === "balanced") return;
  const isWeight = (weight: unknown): boolean => Number.isFinite(weight) && (weight as number) >= 0;
  if (typeof classWeight === "object" && Object.values(classWeight).every(isWeight)) return;
  const rule = "be balanced, null, or an object that gives labels their weights (finite numbers ≥ 0)";
  throw new ParameterError("classWeight", rule, classWeight);
}
