import {
  checkBoolean,
  checkIntegerAtLeast,
  checkNonNegative,
  createOptimizer,
  createPenalty,
  ParameterError,
} from "@chimera/algorithms";
import type { ParameterServerSettings } from "./settings.ts";

/** @throws ParameterError that names the first option that is out of its range, its rule and the value. */
export function checkSettings(settings: ParameterServerSettings): void {
  createOptimizer(settings.optimizer, settings);
  createPenalty(settings);
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
  checkFraction(settings);
  checkClassWeight(settings);
}

function checkAverage({ average }: ParameterServerSettings): void {
  if (typeof average === "boolean" || (Number.isSafeInteger(average) && average >= 1)) return;
  throw new ParameterError("average", "be true, false or an integer ≥ 1", average);
}

function checkFraction({ validationFraction }: ParameterServerSettings): void {
  if (typeof validationFraction === "number" && validationFraction > 0 && validationFraction < 1) return;
  throw new ParameterError("validationFraction", "be a number above 0 and below 1", validationFraction);
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
