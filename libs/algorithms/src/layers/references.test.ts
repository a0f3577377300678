import { describe, expect, test } from "vitest";
import reference from "../../references/layers/references.json" with { type: "json" };
import { loadExpressions } from "../losses/index.ts";
import { clipByGlobalNorm, clipByValue } from "../optimizers/clip.ts";
import { createOptimizer, type OptimizerName } from "../optimizers/create-optimizer.ts";
import type { OptimizerOptions } from "../optimizers/optimizer.ts";
import { sizeOf, type Shape } from "../tensor/tensor.ts";
import { relativeError } from "../testing/index.ts";
import { chooseNetworkLoss, Sequential, type LayerConfig, type Moment } from "./index.ts";

interface ReferenceCase {
  name: string;
  inputShape: Shape;
  nParameters: number;
  nStatistics?: number;
  layers: LayerConfig[];
  loss: string;
  n: number;
  optimizer: OptimizerName;
  options: OptimizerOptions;
  maxNorm?: number;
  maxValue?: number;
  inference?: number[];
  output: number[];
  gradient: number[];
  inputGradient: number[];
  losses: number[];
  parameters: number[];
  statistics?: number[];
}

const CASES = reference.cases as unknown as ReferenceCase[];
const TRAINING: Moment = { training: true, seed: 0, step: 0, microBatch: 0 };

await loadExpressions();

/** The numbers of the script, spread evenly. */
function numbers(length: number, salt: number, scale: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => scale * (((7919 * (i + salt)) % 1009) / 1009 - 0.5));
}

function targetsOf(loss: string, n: number, outputs: number): number[] {
  if (loss === "cross_entropy") return Array.from({ length: n }, (_, i) => (7 * i) % outputs);
  const values = Array.from(numbers(n * outputs, 5, 2));
  return loss === "binary_cross_entropy" ? values.map((value) => Number(value > 0)) : values;
}

describe.each(CASES)("as PyTorch: $name", (given) => {
  const { inputShape, layers, n } = given;
  const network = new Sequential({ inputShape, layers, dtype: "float64" });
  const loss = chooseNetworkLoss(given.loss);
  const input = { shape: [n, ...inputShape], data: numbers(n * sizeOf(inputShape), 1, 3) };
  const y = targetsOf(given.loss, n, sizeOf(network.outputShape));
  const start = () => ({
    parameters: numbers(given.nParameters, 3, 1),
    statistics: numbers(given.nStatistics ?? 0, 2, 0.5).map((value) => value + 1),
  });

  test("the vectors have the same length", () => {
    expect([network.nParameters, network.nStatistics]).toEqual([given.nParameters, given.nStatistics ?? 0]);
  });

  test("output, and gradients of parameters and input", () => {
    const weights = start();
    if (given.inference) {
      expect(relativeError(network.predict(weights, input).data, given.inference, 1)).toBeLessThan(1e-10);
    }
    const batch = network.forward(weights, input, TRAINING);
    expect(relativeError(batch.output.data, given.output, 1)).toBeLessThan(1e-10);
    const D = { shape: batch.output.shape, data: new Float64Array(batch.output.data.length) };
    loss.evaluate(batch.output, y, D.data);
    const gradient = network.vector();
    const dX = network.backward(batch, D, gradient, { inputGradient: true })!;
    expect(relativeError(gradient, given.gradient, 1)).toBeLessThan(1e-10);
    expect(relativeError(dX.data, given.inputGradient, 1)).toBeLessThan(1e-10);
  });

  test("20 training steps", () => {
    // The script looked at one training batch before it trained, which BatchNorm's statistics remember.
    const weights = start();
    network.release(network.forward(weights, input, TRAINING));
    const optimizer = createOptimizer(given.optimizer, given.options);
    const state = optimizer.init(network.nParameters);
    const losses = given.losses.map(() => {
      const batch = network.forward(weights, input, TRAINING);
      const D = { shape: batch.output.shape, data: new Float64Array(batch.output.data.length) };
      const value = loss.evaluate(batch.output, y, D.data);
      const gradient = network.vector();
      network.backward(batch, D, gradient);
      network.release(batch);
      if (given.maxNorm) clipByGlobalNorm([gradient], given.maxNorm);
      if (given.maxValue) clipByValue(gradient, given.maxValue);
      optimizer.update(state, weights.parameters, gradient);
      return value;
    });
    // PyTorch divides by the norm + 1e-6 where it clips.
    const tolerance = given.maxNorm ? 1e-5 : 1e-8;
    expect(relativeError(losses, given.losses, 1e-3)).toBeLessThan(tolerance);
    expect(relativeError(weights.parameters, given.parameters, 1)).toBeLessThan(tolerance);
    expect(relativeError(weights.statistics, given.statistics ?? [], 1)).toBeLessThan(1e-8);
  });
});
