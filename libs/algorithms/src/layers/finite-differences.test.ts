import { describe, expect, test } from "vitest";
import { loadExpressions } from "../losses/index.ts";
import { createRandom } from "../random/random.ts";
import { sizeOf, type Shape } from "../tensor/tensor.ts";
import {
  ACTIVATION_NAMES,
  activation,
  avgPool2d,
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  layerNorm,
  maxPool2d,
  residual,
  Sequential,
  type LayerConfig,
} from "./index.ts";

await loadExpressions();

const IMAGE = [5, 4, 2];
const CASES: [name: string, inputShape: Shape, layers: LayerConfig[]][] = [
  ["dense", [4], [dense(3)]],
  ["dense without bias", [4], [dense(3, { bias: false })]],
  ...[...ACTIVATION_NAMES, "x / (1 + exp(-x))"].map((name): [string, Shape, LayerConfig[]] => [
    `dense ${name}`,
    [4],
    [dense(5, { activation: name })],
  ]),
  ...[...ACTIVATION_NAMES, "max(x, 0.2 * x)"].map((name): [string, Shape, LayerConfig[]] => [
    `activation ${name}`,
    [4],
    [activation(name)],
  ]),
  ["conv2d", IMAGE, [conv2d(3, 3)]],
  [
    "conv2d gelu, same, stride 2",
    IMAGE,
    [conv2d(3, [2, 3], { activation: "gelu", padding: "same", stride: 2 })],
  ],
  ["conv2d 1 × 1 relu", IMAGE, [conv2d(3, 1, { activation: "relu", bias: false })]],
  ["conv2d padded", IMAGE, [conv2d(2, [3, 2], { padding: [2, 1], stride: [1, 2] })]],
  ["maxPool2d", IMAGE, [maxPool2d()]],
  ["maxPool2d overlapping", IMAGE, [maxPool2d([3, 2], { stride: 1, padding: 1 })]],
  ["avgPool2d", IMAGE, [avgPool2d([2, 3])]],
  ["avgPool2d padded", IMAGE, [avgPool2d(3, { stride: 2, padding: 1 })]],
  ["flatten", IMAGE, [flatten()]],
  ["layerNorm", [5], [layerNorm()]],
  ["layerNorm of images", IMAGE, [layerNorm({ epsilon: 0.1 })]],
  ["batchNorm", [5], [batchNorm()]],
  ["batchNorm of images", IMAGE, [batchNorm({ epsilon: 0.1, momentum: 0.5 })]],
  ["dropout", [8], [dropout(0.4)]],
  ["residual", [4], [residual([dense(6, { activation: "tanh" }), dense(4)])]],
  [
    "residual with a shortcut",
    IMAGE,
    [residual([conv2d(3, 3, { padding: 1, activation: "softplus" }), batchNorm()], [conv2d(3, 1)])],
  ],
  [
    "all together",
    IMAGE,
    [
      ...[conv2d(3, 3, { padding: 1, activation: "gelu" }), batchNorm(), avgPool2d(), dropout(0.3)],
      ...[flatten(), dense(4, { activation: "tanh" }), layerNorm(), dense(3, { activation: "softmax" })],
    ],
  ],
];

/** The sum of the outputs, each times a number of its own, as a function of parameters and input. */
describe.each(CASES)("%s", (_name, inputShape, layers) => {
  const network = new Sequential({ inputShape, layers, dtype: "float64" });
  const n = 3;
  const random = createRandom(4);
  const normal = (length: number) => Float64Array.from({ length }, () => random.normal());
  const input = normal(n * sizeOf(inputShape));
  const factors = normal(n * sizeOf(network.outputShape));
  const parameters = normal(network.nParameters);
  const statistics = Float64Array.from({ length: network.nStatistics }, () => 0.5 + random.next());

  const forward = (theta: Float64Array, x: Float64Array, training: boolean) =>
    network.forward(
      { parameters: theta, statistics: statistics.slice() },
      { shape: [n, ...inputShape], data: x },
      { training, seed: 1, step: 2, microBatch: 3 },
    );

  const lossAt = (theta: Float64Array, x: Float64Array, training: boolean) => {
    const batch = forward(theta, x, training);
    const loss = factors.reduce((sum, factor, i) => sum + factor * batch.output.data[i], 0);
    network.release(batch);
    return loss;
  };

  test.each([true, false])("gradients are those of finite differences, training: %s", (training) => {
    const batch = forward(parameters, input, training);
    const gradient = new Float64Array(network.nParameters);
    const outputGradient = { shape: batch.output.shape, data: factors.slice() };
    const dX = network.backward(batch, outputGradient, gradient, { inputGradient: true });
    expectSlopes(gradient, (j, h) => lossAt(shifted(parameters, j, h), input, training));
    expectSlopes(dX!.data, (j, h) => lossAt(parameters, shifted(input, j, h), training));
  });

  test("gradients are added, and without one for the input they are the same", () => {
    const run = (inputGradient: boolean, gradient: Float64Array) => {
      const batch = forward(parameters, input, true);
      const D = { shape: batch.output.shape, data: factors.slice() };
      const dX = network.backward(batch, D, gradient, { inputGradient });
      expect(dX === null).toBe(!inputGradient);
      network.release(batch);
      return gradient;
    };
    const once = run(true, new Float64Array(network.nParameters));
    const twice = run(false, once.slice());
    expect(Math.max(0, ...twice.map((value, j) => Math.abs(value - 2 * once[j])))).toBeLessThan(1e-12);
  });
});

function shifted(values: Float64Array, at: number, by: number): Float64Array {
  const copy = values.slice();
  copy[at] += by;
  return copy;
}

/** @param lossAt the loss when number j is greater by h. */
function expectSlopes(gradient: ArrayLike<number>, lossAt: (j: number, h: number) => number): void {
  const h = 1e-5;
  for (let j = 0; j < gradient.length; j++) {
    const slope = (lossAt(j, h) - lossAt(j, -h)) / (2 * h);
    expect(Math.abs(gradient[j] - slope), `number ${j}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
  }
}
