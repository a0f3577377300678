import { describe, expect, test } from "vitest";
import type { Tensor } from "../tensor/tensor.ts";
import {
  dense,
  flatten,
  residual,
  Sequential,
  type Layer,
  type LayerConfig,
  type LayerMaker,
} from "./index.ts";

/** A user's layer that leaves its input alone, but for what a test replaces. */
const ownLayer =
  (replaced: object): LayerMaker =>
  (_config, { inputShape }) =>
    ({ outputShape: inputShape, ...identity, ...replaced }) as Layer;
const identity = {
  forward: (_theta: unknown, output: Tensor) => ({ output, cache: null }),
  backward: (_theta: unknown, _cache: unknown, D: Tensor): Tensor | null => D,
};
const tensor = (...shape: number[]): Tensor => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

const OWN = { type: "own" };
/** Forward and back, with 2 examples of 3 features; the user's layer is the second of three. */
function train(own: LayerMaker, layers: LayerConfig[] = [dense(3), OWN, dense(2)]): Sequential {
  const network = new Sequential({ inputShape: [3], layers }, { own });
  const moment = { training: true, seed: 0, step: 0, microBatch: 0 };
  const batch = network.forward(network.init(1), tensor(2, 3), moment);
  network.backward(batch, tensor(2, 2), network.vector());
  return network;
}

test("a layer that does as it should is left alone", () => {
  expect(train(ownLayer({})).outputShape).toEqual([2]);
});

describe("a maker that makes no layer is refused by the layer's name", () => {
  test.each<[string, LayerMaker, RegExp]>([
    [
      "nothing",
      () => undefined as never,
      /^maker of layer 1 \(own\) must return a layer, with the methods forward and backward, got undefined\.$/,
    ],
    ["an object without methods", () => ({}) as never, /^maker of layer 1 \(own\) must return a layer/],
    [
      "no shape",
      ownLayer({ outputShape: undefined }),
      /^outputShape of layer 1 \(own\) must be a list of integers ≥ 1/,
    ],
    ["a shape that is a text", ownLayer({ outputShape: "3" }), /^outputShape of layer 1 \(own\) .* got "3"/],
    ["an empty axis", ownLayer({ outputShape: [0] }), /^outputShape of layer 1 \(own\) .* got \[0\]/],
    [
      "parameters of no size",
      ownLayer({ parameterShapes: { gain: [-3] } }),
      /^parameterShapes\.gain of layer 1 \(own\) must be a list of integers ≥ 1, got \[-3\]/,
    ],
    [
      "statistics of no shape",
      ownLayer({ statisticShapes: { mean: 3 } }),
      /^statisticShapes\.mean of layer 1/,
    ],
    [
      "an error",
      () => {
        throw new TypeError("It broke.");
      },
      /^layer 1 \(own\) failed: It broke\.$/,
    ],
  ])("%s", (_, own, message) => {
    expect(() => train(own)).toThrow(message);
  });
});

const failing = (thrown: unknown) => (): never => {
  throw thrown;
};

describe("a layer that fails at its work is named", () => {
  test.each<[string, object, RegExp]>([
    [
      "at the start",
      { init: failing(new Error("It broke.")), parameterShapes: { w: [1] } },
      /^layer 1 \(own\) failed: It broke\.$/,
    ],
    ["forward", { forward: failing(new RangeError("It broke.")) }, /^layer 1 \(own\) failed: It broke\.$/],
    ["forward, with a text", { forward: failing("a text") }, /^layer 1 \(own\) failed: a text\.$/],
    ["backward", { backward: failing(new Error("It broke.")) }, /^layer 1 \(own\) failed: It broke\.$/],
  ])("%s", (_, replaced, message) => {
    expect(() => train(ownLayer(replaced))).toThrow(message);
  });

  test("once, also inside of a block", () => {
    const own = ownLayer({ forward: failing(new Error("It broke.")) });
    expect(() => train(own, [dense(3), residual([OWN]), dense(2)])).toThrow(
      /^layer 1\.body\.0 \(own\) failed: It broke\.$/,
    );
  });
});

describe("what is no output, or no gradient, of the layer's shape is refused where it is given", () => {
  const giving = (output: unknown) => ({ forward: () => ({ output, cache: null }) });
  const back = (D: unknown) => ({ backward: () => D });
  const expected = "Expected 2 × 3 in float32 as the output in layer 1 (own), got ";
  const gradient = "Expected 2 × 3 in float32 as the ∂L/∂input in layer 1 (own), got ";
  test.each<[string, object, string]>([
    ["nothing", { forward: () => undefined }, `${expected}undefined.`],
    ["no output", giving(undefined), `${expected}undefined.`],
    ["a promise", { forward: () => Promise.resolve() }, `${expected}a promise.`],
    ["a number", giving(3), `${expected}no tensor { shape, data }.`],
    ["fewer examples", giving(tensor(1, 3)), `${expected}1 × 3 with 3 numbers as Float32Array.`],
    ["another width", giving(tensor(2, 4)), `${expected}2 × 4 with 8 numbers as Float32Array.`],
    ["an axis more", giving(tensor(2, 3, 1)), `${expected}2 × 3 × 1 with 6 numbers as Float32Array.`],
    [
      "too few numbers",
      giving({ ...tensor(1, 3), shape: [2, 3] }),
      `${expected}2 × 3 with 3 numbers as Float32Array.`,
    ],
    [
      "other numbers",
      giving({ shape: [2, 3], data: new Float64Array(6) }),
      `${expected}2 × 3 with 6 numbers as Float64Array.`,
    ],
    [
      "a plain list",
      giving({ shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }),
      `${expected}2 × 3 with 6 numbers as Array.`,
    ],
    ["no gradient, though a layer before learns", back(null), `${gradient}null.`],
    ["a gradient of fewer examples", back(tensor(1, 3)), `${gradient}1 × 3 with 3 numbers as Float32Array.`],
    ["a gradient of another width", back(tensor(2, 1)), `${gradient}2 × 1 with 2 numbers as Float32Array.`],
  ])("%s", (_, replaced, message) => {
    expect(() => train(ownLayer(replaced))).toThrow(message);
  });

  test("but no gradient is missed where nothing before learns", () => {
    expect(() => train(ownLayer(back(null)), [flatten(), OWN, dense(2)])).not.toThrow();
  });
});
