import { activation, dense, Sequential, type ActivationName } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { resolvePipeline, type PipelineOptions } from "./settings.ts";
import { laboratory, rings } from "./testing.ts";

const last = (name: ActivationName): PipelineOptions["layers"] => [dense(4), dense(2, { activation: name })];

describe("the last layer of a classifier gives scores", () => {
  test.each<[string, PipelineOptions, string]>([
    [
      "softmax, by default before cross_entropy",
      { layers: last("softmax") },
      "activation of layer 1 (dense) must be left out of the last layer, for cross_entropy takes scores, any numbers, " +
        'and makes probabilities of them itself, got "softmax".',
    ],
    [
      "sigmoid, before binary_cross_entropy",
      { layers: [dense(1, { activation: "sigmoid" })], loss: "binary_cross_entropy" },
      "activation of layer 0 (dense) must be left out of the last layer, for binary_cross_entropy takes scores",
    ],
    ["relu, which cuts scores off", { layers: last("relu") }, 'got "relu".'],
    [
      "an activation that is a layer of its own",
      { layers: [dense(2), activation("softmax")] },
      "activation of layer 1 (activation) must be left out",
    ],
  ])("%s is refused", (_, options, message) => {
    expect(() => resolvePipeline("classifier", options)).toThrow(message);
  });

  test.each<[string, () => unknown]>([
    ["one that reaches every number", () => resolvePipeline("classifier", { layers: last("leaky_relu") })],
    ["an expression", () => resolvePipeline("classifier", { layers: last("3 * tanh(x)" as "tanh") })],
    [
      "a sigmoid for numbers",
      () => resolvePipeline("regressor", { layers: [dense(1, { activation: "sigmoid" })] }),
    ],
  ])("%s is not", (_, resolve) => {
    expect(resolve).not.toThrow();
  });

  test("an estimator's too, when its layers are known", async () => {
    const estimator = {
      name: "OwnNetwork",
      task: "classifier" as const,
      layers: () => new Sequential({ inputShape: [2], layers: last("softmax")! }),
    };
    const fit = laboratory(2, rings(50), estimator).fit({ stages: 2 });
    await expect(fit).rejects.toThrow("activation of layer 1 (dense) must be left out of the last layer");
  });
});
