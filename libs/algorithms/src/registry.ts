import { DummyClassifier, DummyRegressor } from "./dummy/index.ts";
import { GradientBoostingClassifier, GradientBoostingRegressor } from "./boosting/index.ts";
import { DataError } from "./errors.ts";
import type { Estimator, EstimatorClass, PlainData } from "./estimator.ts";
import { RandomForestClassifier, RandomForestRegressor } from "./forest/index.ts";
import { ElasticNet, Lasso, LinearRegression, Ridge } from "./least-squares/index.ts";
import { SGDClassifier, SGDRegressor } from "./linear/index.ts";
import { LinearSVC } from "./linear-svc/index.ts";
import { MLPClassifier, MLPRegressor } from "./mlp/index.ts";
import { LogisticRegression } from "./logistic-regression/index.ts";
import { BernoulliNB, GaussianNB, MultinomialNB } from "./naive-bayes/index.ts";
import { NearestCentroid } from "./nearest-centroid/index.ts";
import { KNeighborsClassifier, KNeighborsRegressor } from "./neighbors/index.ts";
import { Pipeline } from "./pipeline/pipeline.ts";
import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
} from "./tree/index.ts";

/** Every estimator of this package, by its name: linear ones, trees and what is made of them, neural networks, then the others. */
export const ESTIMATORS = {
  SGDClassifier,
  SGDRegressor,
  LinearRegression,
  Ridge,
  Lasso,
  ElasticNet,
  LogisticRegression,
  LinearSVC,
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
  GradientBoostingClassifier,
  GradientBoostingRegressor,
  MLPClassifier,
  MLPRegressor,
  KNeighborsClassifier,
  KNeighborsRegressor,
  GaussianNB,
  MultinomialNB,
  BernoulliNB,
  NearestCentroid,
  DummyClassifier,
  DummyRegressor,
  /** A pipeline looks its steps up here: a getter, for whichever of the two modules is loaded first. */
  get Pipeline() {
    return Pipeline;
  },
} satisfies Record<string, EstimatorClass>;

export type EstimatorName = keyof typeof ESTIMATORS;

/**
 * Brings back a fitted estimator of this package, whichever it is, from what its `toState` returned.
 *
 * @throws DataError when the state names no estimator of this package, or is not of its form.
 */
export function estimatorFromState(state: PlainData): Estimator {
  const { name } = (state ?? {}) as PlainData;
  if (typeof name === "string" && Object.hasOwn(ESTIMATORS, name)) {
    return ESTIMATORS[name as EstimatorName].fromState(state);
  }
  throw new DataError({
    expected: `a state of one of ${Object.keys(ESTIMATORS).join(", ")}`,
    got: JSON.stringify(name) ?? "a state without a name",
    remedy: "Bring the state of a class of your own back with that class's fromState.",
  });
}
