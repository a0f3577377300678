import { describe, expect, test } from "vitest";
import { loadExpressions } from "../losses/index.ts";
import { sizeOf, type Shape } from "../tensor/tensor.ts";
import {
  activation,
  avgPool2d,
  batchNorm,
  chooseActivation,
  conv2d,
  dense,
  dropout,
  flatten,
  INFERENCE,
  layerNorm,
  maxPool2d,
  residual,
  Sequential,
  type LayerConfig,
  type Moment,
} from "./index.ts";

const TRAINING: Moment = { training: true, seed: 1, step: 0, microBatch: 0 };

/** What one layer answers to these numbers, with these parameters. */
function answer(
  inputShape: Shape,
  layer: LayerConfig,
  parameters: number[],
  input: number[],
  { moment = INFERENCE, statistics = [] as number[] } = {},
): { shape: Shape; values: number[]; statistics: number[] } {
  const network = new Sequential({ inputShape, layers: [layer], dtype: "float64" });
  const weights = {
    parameters: Float64Array.from(parameters),
    statistics: Float64Array.from(statistics),
  };
  const shape = [input.length / sizeOf(inputShape), ...inputShape];
  const { output } = network.forward(weights, { shape, data: Float64Array.from(input) }, moment);
  return { shape: output.shape, values: Array.from(output.data), statistics: Array.from(weights.statistics) };
}

describe("worked by hand", () => {
  test("dense: y = f(Wᵀ x + b), W row by row", () => {
    // W = [[1, 2], [3, 4]], b = (10, −100)
    const { values, shape } = answer(
      [2],
      dense(2, { activation: "relu" }),
      [1, 2, 3, 4, 10, -100],
      [1, 1, 2, 0],
    );
    expect(values).toEqual([14, 0, 12, 0]);
    expect(shape).toEqual([2, 2]);
  });

  test("conv2d: a 2 × 2 filter that looks at the difference of neighbours", () => {
    const image = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    // filter [[−1, 1], [0, 0]]
    expect(answer([3, 3, 1], conv2d(1, 2), [-1, 1, 0, 0, 0.5], image).values).toEqual([1.5, 2.5, 8.5, 16.5]);
  });

  test("conv2d: channels and filters are the last axes", () => {
    // 1 × 1: y₀ = x₀ + 10 x₁, y₁ = 2 x₀ + 20 x₁
    const { values } = answer([1, 2, 2], conv2d(2, 1), [1, 2, 10, 20, 0, 0], [1, 2, 3, 4]);
    expect(values).toEqual([21, 42, 43, 86]);
  });

  test("conv2d: padding is 0, and a stride leaves places out", () => {
    const ones = conv2d(1, 3, { padding: "same", bias: false });
    const nine = Array.from({ length: 9 }, () => 1);
    expect(answer([3, 3, 1], ones, nine, nine).values).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4]);
    const strided = conv2d(1, 3, { padding: 1, stride: 2, bias: false });
    expect(answer([3, 3, 1], strided, nine, nine).values).toEqual([4, 4, 4, 4]);
  });

  test("pooling", () => {
    const image = [1, 5, 2, 0, 3, 4, 8, 6];
    expect(answer([2, 4, 1], maxPool2d(2), [], image).values).toEqual([5, 8]);
    expect(answer([2, 4, 1], avgPool2d(2), [], image).values).toEqual([13 / 4, 4]);
    // Padding counts in no mean, and is never the largest.
    const padded = { stride: 2, padding: 1 };
    expect(answer([2, 2, 1], avgPool2d(2, padded), [], [1, 2, 3, 4]).values).toEqual([1, 2, 3, 4]);
    expect(answer([2, 2, 1], maxPool2d(2, padded), [], [-1, -2, -3, -4]).values).toEqual([-1, -2, -3, -4]);
  });

  test("maxPool2d: NaN is the largest, and −∞ may be", () => {
    expect(answer([2, 2, 1], maxPool2d(2), [], [1, NaN, 3, 9]).values).toEqual([NaN]);
    expect(answer([1, 2, 1], maxPool2d([1, 2]), [], [-Infinity, -Infinity]).values).toEqual([-Infinity]);
  });

  test("flatten moves no number", () => {
    const { values, shape } = answer([2, 1, 2], flatten(), [], [1, 2, 3, 4]);
    expect([shape, values]).toEqual([
      [1, 4],
      [1, 2, 3, 4],
    ]);
  });

  test("layerNorm: (1, 3) is ∓1 before scales and shifts", () => {
    const { values } = answer([2], layerNorm({ epsilon: 1e-12 }), [10, 10, 5, 6], [1, 3]);
    expect(values[0]).toBeCloseTo(-5, 9);
    expect(values[1]).toBeCloseTo(16, 9);
  });

  test("batchNorm: by the micro-batch in training, by the running statistics otherwise", () => {
    const layer = batchNorm({ epsilon: 1e-12 });
    // The feature is 1 and 3: mean 2, variance 1, unbiased 2.
    const trained = answer([1], layer, [10, 5], [1, 3], { moment: TRAINING, statistics: [0, 1] });
    expect(trained.values[0]).toBeCloseTo(-5, 9);
    expect(trained.values[1]).toBeCloseTo(15, 9);
    expect(trained.statistics).toEqual([0.2, 0.9 + 0.2]);
    const asked = answer([1], layer, [10, 5], [1, 3], { statistics: [3, 4] });
    expect(asked.values[0]).toBeCloseTo(-5, 9);
    expect(asked.values[1]).toBeCloseTo(5, 9);
    expect(asked.statistics).toEqual([3, 4]);
  });

  test("batchNorm refuses to train on one number a feature", () => {
    expect(() => answer([1], batchNorm(), [1, 0], [1], { moment: TRAINING, statistics: [0, 1] })).toThrow(
      /at least 2 numbers of each feature in a micro-batch that is learnt from in layer 0 \(batchNorm\), got 1/,
    );
  });

  test("residual: y = F(x) + x", () => {
    expect(answer([2], residual([dense(2, { bias: false })]), [0, 1, 1, 0], [3, 4]).values).toEqual([7, 7]);
  });
});

describe("dropout", () => {
  const n = 10_000;
  const ones = Array.from({ length: n }, () => 1);
  const at = (moment: Partial<Moment>) =>
    answer([n], dropout(0.3), [], ones, { moment: { ...TRAINING, ...moment } }).values;

  test("drops its share, and the others grow by 1 / (1 − p)", () => {
    const values = at({});
    expect(new Set(values)).toEqual(new Set([0, 1 / 0.7]));
    const dropped = values.filter((value) => value === 0).length;
    // Five standard deviations of a binomial.
    expect(Math.abs(dropped - 0.3 * n)).toBeLessThan(5 * Math.sqrt(n * 0.3 * 0.7));
  });

  test("the mask follows from seed, step and micro-batch", () => {
    expect(at({})).toEqual(at({}));
    for (const other of [{ seed: 2 }, { step: 1 }, { microBatch: 1 }]) expect(at(other)).not.toEqual(at({}));
  });

  test("outside of training nothing is dropped", () => {
    expect(answer([n], dropout(0.3), [], ones).values).toEqual(ones);
  });
});

describe("activations", () => {
  const valueOf = (name: string, z: number) => answer([1], activation(name), [], [z]).values[0];

  test("at 0 and ±1", () => {
    expect(valueOf("relu", -1)).toBe(0);
    expect(valueOf("leaky_relu", -1)).toBe(-0.01);
    expect(valueOf("tanh", 1)).toBe(Math.tanh(1));
    expect(valueOf("sigmoid", 0)).toBe(0.5);
    expect(valueOf("softplus", 0)).toBeCloseTo(Math.LN2, 15);
    expect(valueOf("gelu", 1)).toBeCloseTo(0.8411919906082768, 12);
    expect(answer([2], activation("softmax"), [], [0, Math.log(3)]).values[1]).toBeCloseTo(0.75, 15);
  });

  test("large numbers stay finite", () => {
    for (const z of [-1000, 1000]) {
      for (const name of ["sigmoid", "softplus", "gelu", "tanh"]) expect(valueOf(name, z)).not.toBeNaN();
    }
    expect(valueOf("softplus", 1000)).toBe(1000);
    expect(answer([2], activation("softmax"), [], [1000, 999]).values[0]).toBeCloseTo(
      1 / (1 + Math.exp(-1)),
      15,
    );
  });

  test.each(["relu", "leaky_relu", "gelu", "tanh", "sigmoid", "softplus", "identity"])(
    "NaN stays: %s",
    (name) => {
      expect(valueOf(name, NaN)).toBeNaN();
    },
  );

  test("an expression is compiled once the parser is there; what is wrong is said, and where", async () => {
    await loadExpressions();
    expect(valueOf("x / (1 + exp(-x))", 1)).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
    expect(chooseActivation("max(x, 0.1 * x)")).toBe(chooseActivation("max(x, 0.1 * x)"));
    expect(() => chooseActivation("x + y")).toThrow(
      /^activation must be one of .*: unknown symbol y at column 5/,
    );
    expect(() => chooseActivation("3 + 4")).toThrow(/it does not depend on x/);
    expect(() => chooseActivation("log(-x ^ 2)")).toThrow(
      /NaN or infinite wherever it was tried, e.g. for x = -7.13/,
    );
    expect(() => chooseActivation("rleu")).toThrow(/got "rleu": did you mean relu\?$/);
    expect(() => chooseActivation("y")).toThrow(/unknown symbol y at column 1/);
    expect(() => chooseActivation(7 as never)).toThrow(/^activation must be one of identity, relu/);
  });
});
