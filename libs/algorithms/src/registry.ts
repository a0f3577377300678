import { DataError } from "./errors.ts";
import type { Estimator, EstimatorClass, PlainData } from "./estimator.ts";
import { RandomForestClassifier, RandomForestRegressor } from "./forest/index.ts";
import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
} from "./tree/index.ts";

/** Every estimator of this package, by its name. */
export const ESTIMATORS = {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
} satisfies Record<string, EstimatorClass>;

export type EstimatorName = keyof typeof ESTIMATORS;

/**
 * Brings back a fitted estimator of this package, whichever it is, from what its `toState` returned.
 *
 * @throws DataError when the state names no estimator of this package, or is not of its form.
 */
export function estimatorFromState(state: PlainData): Estimator {
  const { name } = state;
  if (typeof name === "string" && Object.hasOwn(ESTIMATORS, name)) {
    return ESTIMATORS[name as EstimatorName].fromState(state);
  }
  throw new DataError({
    expected: `a state of one of ${Object.keys(ESTIMATORS).join(", ")}`,
    got: JSON.stringify(name) ?? "a state without a name",
    remedy: "Bring the state of a class of your own back with that class's fromState.",
  });
}
