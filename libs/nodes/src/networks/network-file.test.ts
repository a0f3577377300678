import { batchNorm, dense, ParameterError, Sequential, type LayerConfig } from "@chimera/algorithms";
import { outputsOf, predictionsOf, type TrainedNetwork } from "@chimera/distributed";
import {
  decodeTensorMessage,
  encodeTensors,
  TensorFormatError,
  wholeOf,
  type Tensor,
} from "@chimera/protocol";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flowers, inOneProcess, measured, NETWORK, pipeline } from "../testing/pipelines.ts";
import { decodeNetwork, encodeNetwork } from "./network-file.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const withStatistics = {
  ...NETWORK,
  layers: [dense(6), batchNorm(), dense(5, { activation: "relu" }), dense(2)],
  dtype: "float64",
  standardize: false,
} as const;
const ofNumbers = { ...NETWORK, layers: [dense(4, { activation: "tanh" }), dense(3), dense(1)] };

describe.each([
  ["a classifier", "classifier", NETWORK, flowers],
  ["one of float64 with BatchNorm", "classifier", withStatistics, flowers],
  ["a regressor", "regressor", ofNumbers, measured],
] as const)("the network that a pipeline learnt, %s,", (_, task, options, dataset) => {
  test("is one file, and says in one process what the stages say, bit for bit", async () => {
    const { service } = pipeline(options, { task });
    await service.fit();
    const model = decodeNetwork(wholeOf(service.network().body as Uint8Array));
    const { columns, X } = dataset;
    const alone = predictionsOf(outputsOf(model, columns, X), X.nRows, model.classes);
    const through = await service.predict(columns, X);
    if (task === "classifier") expect(through.probabilities?.matrix).toEqual(alone);
    else expect(Float64Array.from(through.values as number[])).toEqual(alone.data);

    const { weights } = inOneProcess(options, task, dataset);
    expect(model.weights).toEqual(weights);
  });
});

const shape = [3];
const layers = [dense(2, { activation: "relu" }), batchNorm(), dense(1)];
const network = new Sequential({ inputShape: shape, layers });
const model: TrainedNetwork = {
  inputShape: shape,
  layers,
  dtype: "float32",
  weights: network.init(7),
  columns: ["a", "b", "c"],
  classes: ["no", "yes"],
  loss: "binary_cross_entropy",
  scaling: { mean: Float64Array.of(1, 2, 3), scale: Float64Array.of(1, 1, 2) },
};
const file = encodeNetwork(model);

describe("a network's file", () => {
  test("brings everything back as it was", () => {
    expect(decodeNetwork(file)).toEqual(model);
    const bare = { ...model, classes: null, scaling: null };
    expect(decodeNetwork(encodeNetwork(bare))).toEqual(bare);
  });

  test("brings the bits of every weight, of either precision", () => {
    const of = (dtype: TrainedNetwork["dtype"], floats: fc.Arbitrary<Float32Array | Float64Array>) =>
      fc.record({ parameters: floats, statistics: floats }).map((weights) => ({ ...model, dtype, weights }));
    const networks = fc.oneof(of("float32", fc.float32Array()), of("float64", fc.float64Array()));
    fc.assert(
      fc.property(networks, (sent) => {
        expect(decodeNetwork(encodeNetwork(sent))).toEqual(sent);
      }),
    );
  });

  test("may lie anywhere in memory, as what is read of a disk does", () => {
    const memory = new Uint8Array(file.length + 3);
    memory.set(file, 3);
    expect(decodeNetwork(memory.subarray(3))).toEqual(model);
  });
});

/** The file with other tensors, or other facts beside them. */
function changed(
  tensors: Record<string, Tensor | undefined>,
  facts: Record<string, unknown> = {},
): Uint8Array {
  const message = decodeTensorMessage(file);
  const all = Object.entries({ ...Object.fromEntries(message.tensors), ...tensors });
  const kept = all.filter((entry): entry is [string, Tensor] => entry[1] !== undefined);
  return encodeTensors(Object.fromEntries(kept), { ...message.metadata, ...facts });
}

function refusal(bytes: Uint8Array): string {
  try {
    decodeNetwork(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(TensorFormatError);
    return (error as Error).message;
  }
  return expect.unreachable("Expected a refusal, got a network.");
}

describe("a file is refused", () => {
  test("that is cut, wherever", () => {
    for (let length = 0; length < file.length; length++)
      expect(refusal(file.slice(0, length))).toMatch(
        /begins with CHIMTENS|within the \d+ bytes|cut or mixed up/,
      );
  });

  test("one of whose bytes was damaged, whichever", () => {
    for (let i = 0; i < file.length; i++) {
      const damaged = file.slice();
      damaged[i] ^= 1;
      expect(refusal(damaged).length).toBeLessThan(400);
    }
  });

  test("of another version, with what to do", () => {
    const later = file.slice();
    new DataView(later.buffer).setUint32(8, 4, true);
    expect(refusal(later)).toBe(
      "Expected tensors of version 3, got version 4: use the same Chimera on both sides.",
    );
  });

  test("that is something else", () => {
    const text = new TextEncoder().encode('{"layers": [], "what": "a network of somebody else"}');
    expect(refusal(text)).toMatch(/begins with CHIMTENS .* these 52 bytes are something else/);
    const others = encodeTensors({ X: { shape: [1], data: Float64Array.of(1) } }, { columns: ["a"] });
    expect(refusal(others)).toBe(
      "Expected a network's file, with a list of integers ≥ 1 as inputShape, got nothing: " +
        "give what GET /v1/chimera/pipeline/network answered.",
    );
  });

  test.each(["inputShape", "layers", "dtype", "columns", "classes", "loss"])(
    "whose %s is no such thing",
    (name) => {
      for (const value of [3, { odd: true }, undefined])
        expect(refusal(changed({}, { [name]: value }))).toMatch(new RegExp(`^Expected .*\\b${name}\\b`));
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ["inputShape", { inputShape: [3, "x"] }],
    ["inputShape", { inputShape: [0] }],
    ["layers", { layers: [dense(1), null] }],
    ["layers", { layers: [{ units: 3 }] }],
    ["columns", { columns: ["a", 2, "c"] }],
    ["classes", { classes: [null, "yes"] }],
  ])("with something odd in its %s", (name, facts) => {
    expect(refusal(changed({}, facts))).toContain(name);
  });

  test.each(["parameters", "statistics", "mean", "scale"])(
    "without %s, or with whole numbers there",
    (name) => {
      const whole = { shape: [3], data: Int32Array.of(1, 2, 3) };
      for (const tensor of [undefined, whole])
        expect(refusal(changed({ [name]: tensor }))).toContain(`Expected a tensor ${name} of float`);
    },
  );

  test("whose weights are of another precision than it says", () => {
    expect(refusal(changed({}, { dtype: "float64" }))).toBe(
      "Expected a tensor parameters of float64 in a network's file, got 15 numbers in a Float32Array.",
    );
  });

  test("whose scaling is for other features than it has", () => {
    const short = { shape: [2], data: Float64Array.of(1, 2) };
    for (const name of ["mean", "scale"])
      expect(refusal(changed({ [name]: short }))).toBe(
        `Expected a tensor ${name} of float64 in a network's file, one number for each of 3 columns, got 2 numbers in a Float64Array.`,
      );
  });
});

describe("a network that cannot be made is refused by name when it is used", () => {
  const X = { nRows: 1, nColumns: 3, data: Float64Array.of(1, 2, 3) };
  const use = (bytes: Uint8Array): unknown => outputsOf(decodeNetwork(bytes), ["a", "b", "c"], X);
  const withLayers = (...other: LayerConfig[]): Uint8Array => changed({}, { layers: other });

  test.each<[string, Uint8Array, RegExp]>([
    [
      "an unknown layer",
      withLayers(layers[0], { type: "attention" }, layers[2]),
      /^type of layer 1 \(attention\) must be one of dense, .*, got "attention"\.$/,
    ],
    [
      "an unknown activation",
      withLayers(dense(2, { activation: "rellu" })),
      /^activation of layer 0 \(dense\) must .*rellu/,
    ],
    ["an unknown option", withLayers({ type: "dense", unit: 3 }), /layer 0 \(dense\)/],
    [
      "a layer that does not fit its input",
      withLayers({ type: "conv2d", filters: 2, kernelSize: 3 }),
      /height × width × channels in layer 0 \(conv2d\), got n × 3/,
    ],
    [
      "weights of another architecture",
      withLayers(dense(1)),
      /^Expected 4 numbers of parameters for this network, got 15/,
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => use(bytes)).toThrow(message);
    expect(() => use(bytes)).not.toThrow(TypeError);
  });

  test("as the same fault that the master would refuse", () => {
    expect(() => use(withLayers({ type: "attention" }))).toThrow(ParameterError);
  });
});
