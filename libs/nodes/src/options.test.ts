import { DecisionTreeClassifier, DecisionTreeRegressor, ParameterError } from "@chimera/algorithms";
import { expect, test } from "vitest";
import {
  AggregationMaster,
  ClassificationWorker,
  ParameterServerMaster,
  RegressionWorker,
  SGDWorker,
} from "./index.ts";

/** What a JavaScript user can write, whatever the types say. */
const any = (value: unknown): never => value as never;

test.each([
  [
    "a misspelt option",
    () => new AggregationMaster("classifier", any({ sed: 3 })),
    'option must be one of seed, voting, weighting, got "sed".',
  ],
  [
    "a task that is none",
    () => new AggregationMaster(any("ranker")),
    "task must be one of classifier, regressor",
  ],
  [
    "no options object",
    () => new ParameterServerMaster("classifier", any(null)),
    "options must be an object",
  ],
  [
    "a worker's misspelt option",
    () => new SGDWorker("regressor", any({ los: "x" })),
    'one of loss, got "los"',
  ],
  [
    "a loss of another task",
    () => new SGDWorker("regressor", { loss: "log_loss" }),
    "loss must be squared_error",
  ],
  ["no estimator", () => new ClassificationWorker(any(undefined)), "estimator must be a classifier"],
  [
    "a regressor as classifier",
    () => new ClassificationWorker(any(new DecisionTreeRegressor())),
    "a classifier with fit",
  ],
  [
    "a classifier as regressor",
    () => new RegressionWorker(any(new DecisionTreeClassifier())),
    "a regressor with fit",
  ],
  [
    "a bootstrap that is no boolean",
    () => new ClassificationWorker(new DecisionTreeClassifier(), { bootstrap: any(1) }),
    "true or false",
  ],
])("%s is refused by name", (_, make, message) => {
  expect(make).toThrow(ParameterError);
  expect(make).toThrow(message);
});
