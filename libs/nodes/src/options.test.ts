import {
  dense,
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ParameterError,
  Ridge,
} from "@chimera/algorithms";
import { expect, test } from "vitest";
import {
  AggregationMaster,
  ClassificationWorker,
  ParameterServerMaster,
  PipelineMaster,
  RegressionWorker,
  SGDWorker,
  StageWorker,
} from "./index.ts";
import { logisticEstimator } from "./testing/logistic-estimator.ts";

const merge = { combine: "merge", estimator: new Ridge() } as const;

/** What a JavaScript user can write, whatever the types say. */
const any = (value: unknown): never => value as never;

test.each([
  [
    "a misspelt option",
    () => new AggregationMaster("classifier", any({ sed: 3 })),
    'option must be one of seed, voting, weighting, combine, estimator, got "sed": did you mean seed?',
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
    "loss must be one of squared_error",
  ],
  [
    "a master of an estimator without gradient",
    () => new ParameterServerMaster(any(new DecisionTreeClassifier())),
    "estimator must have the method gradient to be trained by a parameter server",
  ],
  [
    "a worker of an estimator without gradient",
    () => new SGDWorker(any(new DecisionTreeRegressor())),
    'estimator must have the method gradient to be trained by a parameter server, got "DecisionTreeRegressor".',
  ],
  [
    "a loss beside an estimator",
    () => new ParameterServerMaster(logisticEstimator(), { loss: "log_loss" }),
    "loss must be left out for OwnLogistic",
  ],
  [
    "class weights for a regressor",
    () => new ParameterServerMaster("regressor", { classWeight: "balanced" }),
    "classWeight must be null for a regressor",
  ],
  [
    "a pipeline that waits for no time",
    () => new PipelineMaster("classifier", { layers: [dense(2)], returnSeconds: 0 }),
    "returnSeconds must be a finite number > 0, got 0.",
  ],
  [
    "a pipeline without layers",
    () => new PipelineMaster("classifier", { layers: [] }),
    "layers must be a list of at least one layer, got [].",
  ],
  [
    "a pipeline of an estimator without layers",
    () => new PipelineMaster(any(new DecisionTreeClassifier())),
    'estimator must have the method layers to be trained by a pipeline, got "DecisionTreeClassifier".',
  ],
  [
    "a pipeline's misspelt option",
    () => new PipelineMaster("regressor", any({ layers: [dense(1)], stage: 2 })),
    'got "stage": did you mean stages?',
  ],
  [
    "a pipeline's option that the master keeps to itself, misspelt",
    () => new PipelineMaster("regressor", any({ layers: [dense(1)], returnSecond: 2 })),
    'returnSeconds, got "returnSecond": did you mean returnSeconds?',
  ],
  [
    "scikit-learn's name of a pipeline's option",
    () => new PipelineMaster("regressor", any({ layers: [dense(1)], maxIter: 2 })),
    'got "maxIter": did you mean epochs?',
  ],
  [
    "more parts of a pipeline than travel together",
    () => new PipelineMaster("classifier", { layers: [dense(2)], schedule: "interleaved", chunks: 61 }),
    "chunks must be at most 60, for their weights travel together, got 61.",
  ],
  [
    "a stage worker's misspelt option",
    () => new StageWorker("classifier", any({ layers: {} })),
    'option must be one of layerTypes, got "layers": did you mean layerTypes?',
  ],
  [
    "a way to combine that is none",
    () => new AggregationMaster("regressor", { combine: any("sum") }),
    "combine must be one of mean, merge",
  ],
  [
    "a majority of numbers",
    () => new AggregationMaster("regressor", { voting: "hard" }),
    "voting must be soft for a regressor",
  ],
  [
    "votes of models that are merged",
    () => new AggregationMaster("regressor", { ...merge, voting: "soft" }),
    'voting must be left out with combine "merge"',
  ],
  [
    "weights of models that are merged",
    () => new AggregationMaster("regressor", { ...merge, weighting: "samples" }),
    'weighting must be left out with combine "merge"',
  ],
  [
    "no estimator to merge",
    () => new AggregationMaster("regressor", { combine: "merge" }),
    "estimator must be the regressor that the workers fit, got undefined.",
  ],
  [
    "an estimator of the other task",
    () => new AggregationMaster("classifier", merge),
    'estimator must be the classifier that the workers fit, got "Ridge".',
  ],
  [
    "an estimator that cannot be merged",
    () => new AggregationMaster("regressor", { combine: "merge", estimator: new DecisionTreeRegressor() }),
    "estimator must have merge(states), which makes one model of all rows",
  ],
  [
    "an estimator that nobody asked for",
    () => new AggregationMaster("regressor", { estimator: new Ridge() }),
    'estimator must be left out unless combine is "merge"',
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
  [
    "more than all rows",
    () => new RegressionWorker(new DecisionTreeRegressor(), { maxSamples: 1.5 }),
    "maxSamples must be a fraction above 0 and at most 1, or an integer ≥ 2, got 1.5.",
  ],
])("%s is refused by name", (_, make, message) => {
  expect(make).toThrow(ParameterError);
  expect(make).toThrow(message);
});

test("a class that cannot be made again from its parameters is refused before anything is fitted", () => {
  class Stubborn extends Ridge {
    constructor(alpha = 2) {
      super({ alpha });
    }
  }
  const estimator = new Stubborn();
  expect(() => new AggregationMaster("regressor", { combine: "merge", estimator })).toThrow(
    "estimator must be made again by its own class from what getParams() returns",
  );
});

test("a pipeline's layers are checked before anything starts, its workers are counted", async () => {
  const of = (options: object): PipelineMaster => new PipelineMaster("classifier", any(options));
  const layers = [dense(4, { activation: "rellu" }), dense(2)];
  await expect(of({ layers }).ready()).rejects.toThrow(
    /^activation of layer 0 \(dense\) .* did you mean relu\?$/,
  );
  const master = of({ layers: [dense(4), dense(2)], stages: 2, replicas: 3, microBatches: 1 });
  await master.ready();
  const workers = ["a", "b", "c", "d", "e", "f"];
  expect(() => master.requireWorkers(workers)).not.toThrow();
  expect(() => master.requireWorkers(workers.slice(0, 4))).toThrow(
    "The pipeline needs 6 workers (3 replicas × 2 stages × 1 rank), got 4 (a, b, c, d): change replicas, stages or " +
      "tensorParallel, or the number of workers.",
  );
});
