import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { createRandom } from "../random/random.ts";
import { throughJson } from "../testing/index.ts";
import type { Tensor } from "../tensor/tensor.ts";
import {
  batchNorm,
  conv2d,
  crossEntropy,
  dense,
  dropout,
  flatten,
  layerNorm,
  maxPool2d,
  residual,
  Sequential,
  type Layer,
  type LayerConfig,
  type LayerMaker,
  type MicroBatch,
  type Moment,
  type SequentialOptions,
} from "./index.ts";

const IMAGES: SequentialOptions = {
  inputShape: [6, 6, 1],
  layers: [
    conv2d(4, 3, { padding: 1, activation: "relu" }),
    batchNorm(),
    residual([conv2d(4, 3, { padding: 1, activation: "gelu" })]),
    maxPool2d(2),
    flatten(),
    dropout(0.25),
    dense(8, { activation: "tanh" }),
    layerNorm(),
    dense(3),
  ],
};

function moment(microBatch: number, step = 4): Moment {
  return { training: true, seed: 7, step, microBatch };
}

function images(network: Sequential, n: number, seed = 1): Tensor {
  const random = createRandom(seed);
  const data = network.dtype === "float32" ? new Float32Array(n * 36) : new Float64Array(n * 36);
  return { shape: [n, 6, 6, 1], data: data.map(() => random.normal()) };
}

/** ∂L/∂output, in memory of its own. @param total what the mean is over. */
function slope({ output }: Pick<MicroBatch, "output">, total = output.shape[0]): Tensor {
  const data = output.data.slice();
  const codes = Array.from({ length: output.shape[0] }, (_, i) => i % output.shape[1]);
  crossEntropy.evaluate(output, codes, data, { total });
  return { shape: output.shape, data };
}

describe.each(["float32", "float64"] as const)("a pipeline of stages in %s", (dtype) => {
  const network = new Sequential({ ...IMAGES, dtype });
  const cuts = [0, 2, 5, 9];
  const stages = cuts.slice(1).map((to, i) => network.slice(cuts[i], to));

  test("its stages start as the whole network's layers do, and its parts are views of the whole one's weights", () => {
    const whole = network.init(3);
    stages.forEach((stage) => expect(stage.init(3)).toEqual(network.weightsOf(stage, whole)));
    network.weightsOf(stages[2], whole).parameters.fill(9);
    expect(whole.parameters[whole.parameters.length - 1]).toBe(9);
  });

  test("computes what the whole network computes, bit for bit: two micro-batches under way at once, and chance included", () => {
    const [whole, parts] = [network.init(3), network.init(3)];
    const inputs = [images(network, 5, 1), images(network, 5, 2)];
    const gradient = network.vector();
    const outputs = inputs.map((input, microBatch) => {
      const batch = network.forward(whole, input, moment(microBatch));
      network.backward(batch, slope(batch), gradient);
      const output = batch.output.data.slice();
      network.release(batch);
      return output;
    });

    const weights = stages.map((stage) => network.weightsOf(stage, parts));
    const gradients = stages.map((stage) => stage.vector());
    const forward = (input: Tensor, microBatch: number) => {
      const batches: MicroBatch[] = [];
      for (const [i, stage] of stages.entries()) {
        batches.push(stage.forward(weights[i], batches[i - 1]?.output ?? input, moment(microBatch)));
      }
      return batches;
    };
    const backward = (batches: MicroBatch[]) => {
      let D: Tensor | null = slope(batches[2]);
      for (const i of [2, 1, 0])
        D = stages[i].backward(batches[i], D!, gradients[i], { inputGradient: i > 0 });
      stages.forEach((stage, i) => stage.release(batches[i]));
    };
    const underWay = inputs.map(forward);
    expect(underWay.map((batches) => batches[2].output.data.slice())).toEqual(outputs);
    underWay.forEach(backward);

    expect(gradients.flatMap((part) => Array.from(part))).toEqual(Array.from(gradient));
    expect(parts.statistics).toEqual(whole.statistics);
  });
});

test("micro-batches sum to the batch, where no layer goes by the batch", () => {
  const layers = [flatten(), dense(5, { activation: "tanh" }), layerNorm(), dense(3)];
  const network = new Sequential({ inputShape: [6, 6, 1], layers, dtype: "float64" });
  const weights = network.init(1);
  const input = images(network, 6);
  const whole = network.vector();
  const batch = network.forward(weights, input, moment(0));
  network.backward(batch, slope(batch), whole);
  const parts = network.vector();
  for (const first of [0, 3]) {
    const rows = { shape: [3, 6, 6, 1], data: input.data.subarray(first * 36, (first + 3) * 36) };
    const part = network.forward(weights, rows, moment(first));
    network.backward(part, slope(part, 6), parts);
  }
  expect(Math.max(...parts.map((value, j) => Math.abs(value - whole[j])))).toBeLessThan(1e-14);
});

test("memory is used again after a release, and never before", () => {
  const network = new Sequential(IMAGES);
  const weights = network.init(1);
  const [a, b] = [0, 1].map((i) => network.forward(weights, images(network, 2, i), moment(i)));
  const kept = a.output.data.slice();
  expect(a.output.data).not.toBe(b.output.data);
  network.release(b);
  const c = network.forward(weights, images(network, 2, 2), moment(2));
  expect(c.lease).not.toBe(a.lease);
  expect(a.output.data).toEqual(kept);
  network.release(a);
  network.release(a);
  const [d, e] = [3, 4].map((i) => network.forward(weights, images(network, 2, i), moment(i)));
  expect(d.output.data).not.toBe(e.output.data);
});

test("predict answers many rows as forward answers few", () => {
  const network = new Sequential(IMAGES);
  const weights = network.init(1);
  const input = images(network, 600);
  const { shape, data } = network.predict(weights, input);
  expect(shape).toEqual([600, 3]);
  const last = { shape: [1, 6, 6, 1], data: input.data.slice(-36) };
  expect(network.forward(weights, last).output.data).toEqual(data.slice(-3));
});

test("the architecture is plain JSON", () => {
  const network = new Sequential({ ...IMAGES, dtype: "float64" });
  const copy = Sequential.fromJSON(throughJson(network.toJSON()));
  expect(copy.toJSON()).toEqual(network.toJSON());
  expect(copy.init(2)).toEqual(network.init(2));
  const stage = network.slice(2, 4);
  expect(Sequential.fromJSON(throughJson(stage.toJSON())).init(2)).toEqual(stage.init(2));
});

test("tensors have names", () => {
  const network = new Sequential(IMAGES);
  const { parameters, statistics } = network.init(2);
  const tensors = network.namedTensors(parameters);
  expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ["0.conv2d.filters", [3, 3, 1, 4]],
    ["0.conv2d.biases", [4]],
    ["1.batchNorm.scales", [4]],
    ["1.batchNorm.shifts", [4]],
    ["2.residual.body.0.conv2d.filters", [3, 3, 4, 4]],
    ["2.residual.body.0.conv2d.biases", [4]],
    ["6.dense.weights", [36, 8]],
    ["6.dense.biases", [8]],
    ["7.layerNorm.scales", [8]],
    ["7.layerNorm.shifts", [8]],
    ["8.dense.weights", [8, 3]],
    ["8.dense.biases", [3]],
  ]);
  expect(tensors.reduce((sum, { data }) => sum + data.length, 0)).toBe(network.nParameters);
  expect(Array.from(tensors[2].data)).toEqual([1, 1, 1, 1]);
  expect(network.namedTensors(statistics, "statistics").map(({ name }) => name)).toEqual([
    "1.batchNorm.means",
    "1.batchNorm.variances",
  ]);
});

test("weights are drawn by He's rule for relu, by Glorot's for tanh, and layers differ", () => {
  const draw = (activation: string) => {
    const network = new Sequential({ inputShape: [200], layers: [dense(100, { activation }), dense(100)] });
    return network.namedTensors(network.init(1).parameters)[0].data;
  };
  const deviation = (w: ArrayLike<number>) =>
    Math.sqrt(Array.from(w).reduce((sum, x) => sum + x * x, 0) / w.length);
  expect(deviation(draw("relu"))).toBeCloseTo(Math.sqrt(2 / 200), 2);
  expect(deviation(draw("tanh"))).toBeCloseTo(Math.sqrt(2 / 300), 2);
  expect(Math.max(...draw("tanh"))).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / 300)));
  const twins = new Sequential({ inputShape: [9], layers: [dense(9), dense(9)] });
  const [first, , second] = twins.namedTensors(twins.init(1).parameters);
  expect(first.data).not.toEqual(second.data);
});

describe("a layer of a user's own", () => {
  interface ScaleConfig extends LayerConfig {
    factor: number;
  }
  /** y = factor · θ · x */
  const scale: LayerMaker = ({ factor }: ScaleConfig, { inputShape }): Layer<Tensor> => ({
    outputShape: inputShape,
    parameterShapes: { gain: [1] },
    init: (theta) => void theta.fill(1),
    forward: ([theta], input) => ({
      output: { shape: input.shape, data: input.data.map((x) => factor * theta * x) },
      cache: input,
    }),
    backward([theta], input, { shape, data }, gradient) {
      data.forEach((d, i) => (gradient[0] += d * factor * input.data[i]));
      return { shape, data: data.map((d) => d * factor * theta) };
    },
  });

  test("stands among the others, and comes back from JSON with its maker", () => {
    const layers = [dense(2), { type: "scale", factor: 3 }, residual([{ type: "scale", factor: 2 }])];
    const network = new Sequential({ inputShape: [2], layers, dtype: "float64" }, { scale });
    const copy = Sequential.fromJSON(throughJson(network.toJSON()), { scale });
    const weights = network.init(5);
    const input = { shape: [1, 2], data: Float64Array.of(1, -2) };
    const { output } = copy.forward(weights, input);
    const plain = network.slice(0, 1).forward(network.weightsOf(network.slice(0, 1), weights), input).output;
    // 3 z, and twice that again.
    expect(output.data).toEqual(plain.data.map((z) => 3 * z + 2 * (3 * z)));
    expect(() => Sequential.fromJSON(throughJson(network.toJSON()))).toThrow(
      /^type of layer 1 \(scale\) must be one of dense, .*, got "scale"/,
    );
  });
});

describe("refusals name the layer and the shapes", () => {
  const make = (layers: LayerConfig[], inputShape = [6, 6, 1]) => new Sequential({ inputShape, layers });
  test.each<[() => unknown, RegExp]>([
    [
      () => make([dense(3)]),
      /^Expected inputs of n × features in layer 0 \(dense\), got n × 6 × 6 × 1\. Put a flatten/,
    ],
    [() => make([flatten(), conv2d(3, 2)]), /in layer 1 \(conv2d\), got n × 36\. Give images/],
    [() => make([conv2d(3, 7)]), /images of at least 7 × 7 .* in layer 0 \(conv2d\), got n × 6 × 6 × 1/],
    [() => make([flatten(), dense(0)]), /^units of layer 1 \(dense\) must be an integer ≥ 1, got 0/],
    [
      () => make([flatten(), dense(2, { activation: "rleu" })]),
      /^activation of layer 1 \(dense\) must be one of/,
    ],
    [
      () => make([flatten(), { ...dense(2), unit: 3 }]),
      /^option of layer 1 \(dense\) must be one of .*"unit"/,
    ],
    [() => make([{ type: "dens" }]), /^type of layer 0 \(dens\) must be one of dense, conv2d/],
    [() => make([null as never]), /^type of layer 0 \(undefined\) must be one of/],
    [
      () => make([conv2d(2, 3, { padding: 3 })]),
      /^padding of layer 0 \(conv2d\) must be smaller than the window/,
    ],
    [() => make([conv2d(2, 3, { stride: 0 })]), /^stride of layer 0 \(conv2d\) must be an integer ≥ 1/],
    [() => make([conv2d(2, [3] as never)]), /^kernelSize of layer 0/],
    [() => make([dropout(1)]), /^rate of layer 0 \(dropout\) must be a number ≥ 0 and below 1/],
    [() => make([batchNorm({ momentum: 2 })]), /^momentum of layer 0 \(batchNorm\)/],
    [() => make([layerNorm({ epsilon: 0 })]), /^epsilon of layer 0 \(layerNorm\)/],
    [
      () => make([residual([conv2d(2, 1)])]),
      /layer 0 \(residual\), got n × 6 × 6 × 2 and n × 6 × 6 × 1\. Give the body/,
    ],
    [() => make([residual([dense(3)])]), /in layer 0.body.0 \(dense\), got/],
    [() => make([residual([])]), /^body of layer 0 \(residual\) must be a list of at least one layer/],
    [() => make([dense(2)], []), /^inputShape must be a list of integers/],
    [() => new Sequential({ inputShape: [2], layers: 3 as never }), /^layers must be a list/],
    [
      () => new Sequential({ inputShape: [2], layers: [], dtype: "int8" as never }),
      /^dtype must be float32 or/,
    ],
    [() => make([flatten(), dense(2)]).slice(1, 1), /^slice must be two integers 0 ≤ from < to ≤ 2/],
    [() => Sequential.fromJSON({} as PlainData), /^inputShape must be/],
  ])("%#", (call, message) => {
    expect(call).toThrow(message);
  });

  test("batches, weights and gradients that do not fit", () => {
    const network = make([flatten(), dense(2)]);
    const weights = network.init(1);
    const given = (shape: number[], data: Float32Array | Float64Array) => () =>
      network.forward(weights, { shape, data });
    expect(given([2, 36], new Float32Array(72))).toThrow(
      /^Expected n × 6 × 6 × 1 in float32 as the input of layer 0 \(flatten\), got 2 × 36 with 72 numbers/,
    );
    expect(given([1, 6, 6, 1], new Float64Array(36))).toThrow(/got 1 × 6 × 6 × 1 with 36 numbers in float64/);
    expect(given([2, 6, 6, 1], new Float32Array(36))).toThrow(DataError);
    const input = images(network, 2);
    expect(() => network.forward({ ...weights, parameters: new Float32Array(3) }, input)).toThrow(
      /^Expected 74 numbers of parameters/,
    );
    const batch = network.forward(weights, input);
    const D = { shape: [1, 2], data: new Float32Array(2) };
    expect(() => network.backward(batch, D, network.vector())).toThrow(/each of the 2 examples/);
    expect(() => network.backward(batch, slope(batch), new Float32Array(1))).toThrow(
      /74 numbers of gradient/,
    );
  });
});
