import { dense, MLPClassifier, MLPRegressor, Ridge, Sequential } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import type { LayeredEstimator } from "./layered-estimator.ts";
import { trainInOneProcess } from "./serial.ts";
import { resolvePipeline, type PipelineOptions } from "./settings.ts";
import { laboratory, rings } from "./testing.ts";

const data = rings(50);
const measured = {
  ...data,
  y: Array.from(data.y, (_, i) => data.X.data[2 * i] ** 2 + data.X.data[2 * i + 1]),
};
const three = { ...data, y: Array.from(data.y, (label, i) => (i % 5 === 0 ? "other" : label)) };
const training: PipelineOptions = { stages: 3, batchSize: 20, epochs: 3, seed: 5 };
const hiddenLayerSizes = [8, 6];

test.each([
  ["two classes", new MLPClassifier({ hiddenLayerSizes, activation: "tanh" }), data, "binary_cross_entropy"],
  ["three classes", new MLPClassifier({ hiddenLayerSizes, dtype: "float32" }), three, "cross_entropy"],
  ["numbers", new MLPRegressor({ hiddenLayerSizes }), measured, "squared_error"],
] as const)(
  "a multilayer perceptron of %s, split over three workers, learns what one process learns",
  async (_, estimator, dataset, loss) => {
    const { model, training: plan } = await laboratory(3, dataset, estimator).fit(training);
    const { loss: chosen, dtype, cut } = plan.plan;
    expect([chosen, dtype, cut.length]).toEqual([loss, estimator.getParams().dtype, 3]);
    const serial = trainInOneProcess(plan.plan, dataset.X, dataset.y, 3);
    expect(model.weights).toEqual(serial.weights);
    expect(serial.losses[2]).toBeLessThan(serial.losses[0]);
  },
);

test("what says how an estimator is trained by itself is ignored, with a note", async () => {
  const estimator = new MLPClassifier({
    hiddenLayerSizes,
    maxIter: 500,
    learningRateInit: 0.01,
    alpha: 1e-4,
  });
  const lab = laboratory(3, data, estimator);
  const { report } = await lab.fit(training);
  const note =
    "Of MLPClassifier only the network counts; ignored: learningRateInit, maxIter. How it is trained is said by the " +
    "pipeline's own options, such as epochs, learningRate and batchSize.";
  expect(report.notes).toEqual([note]);
  expect(lab.events).toContainEqual({ type: "note", text: note });
  const other = laboratory(3, measured, new MLPRegressor({ hiddenLayerSizes, activation: "tanh" }));
  expect((await other.fit(training)).report.notes).toEqual([]);
});

const own = (layers: LayeredEstimator["layers"]): LayeredEstimator => ({
  name: "OwnNetwork",
  task: "classifier",
  layers,
});

test("an estimator of one's own may have any layers, and another loss may be asked for", async () => {
  const estimator = {
    ...own(({ nFeatures }) => new Sequential({ inputShape: [nFeatures], layers: [dense(4), dense(1)] })),
    task: "regressor" as const,
  };
  const {
    training: { plan },
  } = await laboratory(2, measured, estimator).fit({ ...training, stages: 2, loss: "huber" });
  expect([plan.loss, plan.dtype, plan.layers]).toEqual(["huber", "float32", [dense(4), dense(1)]]);
});

describe("is refused", () => {
  const mlp = new MLPClassifier();
  const any = (value: unknown): never => value as never;

  test.each<[string, () => unknown, string]>([
    [
      "an estimator without layers",
      () => resolvePipeline(any(new Ridge()), {}),
      'estimator must have the method layers to be trained by a pipeline, got "Ridge".',
    ],
    [
      "one without a name",
      () => resolvePipeline(any({ layers: () => 0, task: "classifier" }), {}),
      "estimator must have a name",
    ],
    [
      "one of no task",
      () => resolvePipeline(any({ ...own(() => any(0)), task: "ranker" }), {}),
      "task must be one of classifier, regressor",
    ],
    [
      "layers beside an estimator",
      () => resolvePipeline(mlp, { layers: [dense(2)] }),
      "layers must be left out for MLPClassifier, whose network has its own",
    ],
    [
      "another precision",
      () => resolvePipeline(mlp, { dtype: "float32" }),
      "dtype must be left out for MLPClassifier",
    ],
    [
      "another shape",
      () => resolvePipeline(mlp, { inputShape: [2] }),
      "inputShape must be left out for MLPClassifier",
    ],
    [
      "a cut by times, before there are layers to measure",
      () => resolvePipeline(mlp, { balance: "time" }),
      "balance must be flops for MLPClassifier, or stages a list",
    ],
    [
      "a loss of another task",
      () => resolvePipeline(mlp, { loss: "huber" }),
      "loss must be cross_entropy or binary_cross_entropy for a classifier",
    ],
  ])("%s", (_, resolve, message) => {
    expect(resolve).toThrow(message);
  });

  const fit = (estimator: LayeredEstimator, options: PipelineOptions = {}): Promise<unknown> =>
    laboratory(2, data, estimator).fit({ ...training, stages: 2, ...options });

  test.each<[string, LayeredEstimator, PipelineOptions, string]>([
    ["what is no network", own(() => any([])), {}, "layers of OwnNetwork must return a Sequential"],
    [
      "a network of other features",
      own(() => new Sequential({ inputShape: [3], layers: [dense(4), dense(2)] })),
      {},
      "inputShape must have as many numbers as there are feature columns, 2",
    ],
    [
      "outputs that are not the classes",
      own(() => new Sequential({ inputShape: [2], layers: [dense(4), dense(3)] })),
      {},
      "layer 1 (dense) must have 2 outputs, for 2 classes with cross_entropy",
    ],
    [
      "a loss that its outputs are not for",
      new MLPClassifier(),
      { loss: "cross_entropy" },
      "layer 1 (dense) must have 2 outputs",
    ],
    [
      "parameters that are wrong",
      new MLPClassifier({ hiddenLayerSizes: [0] }),
      {},
      "hiddenLayerSizes must be an integer ≥ 1",
    ],
  ])("%s, when the data are known", async (_, estimator, options, message) => {
    await expect(fit(estimator, options)).rejects.toThrow(message);
  });
});
