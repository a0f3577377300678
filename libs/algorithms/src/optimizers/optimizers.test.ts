import { describe, expect, test } from "vitest";
import { ParameterError } from "../errors.ts";
import { createOptimizer, type OptimizerName } from "./create-optimizer.ts";
import type { OptimizerState } from "./optimizer.ts";

const names: OptimizerName[] = ["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad"];

/** Two steps with the gradients (1, −2) and (3, 0) from θ = (0, 0). */
function twoSteps(name: OptimizerName, learningRate: number): { parameters: number[]; norms: number[] } {
  const { init, update } = createOptimizer(name, { learningRate });
  const parameters = new Float64Array(2);
  const state = init(2);
  const norms = [
    [1, -2],
    [3, 0],
  ].map((g) => update(state, parameters, Float64Array.from(g)));
  return { parameters: Array.from(parameters), norms };
}

describe("worked by hand", () => {
  test("sgd: θ ← θ − η g", () => {
    const { parameters, norms } = twoSteps("sgd", 0.5);
    expect(parameters).toEqual([-2, 1]);
    expect(norms).toEqual([Math.sqrt(0.25 + 1), 1.5]);
  });

  test("momentum: v = −η g₁, then 0.9 v − η g₂", () => {
    const { parameters, norms } = twoSteps("momentum", 0.5);
    expect(parameters[0]).toBeCloseTo(-0.5 + (0.9 * -0.5 - 1.5), 15);
    expect(parameters[1]).toBeCloseTo(1 + 0.9, 15);
    expect(norms[1]).toBeCloseTo(Math.hypot(1.95, 0.9), 14);
  });

  test("nesterov: v = −η g, and the step is μ v − η g", () => {
    const { parameters } = twoSteps("nesterov", 0.5);
    const [v1, v2] = [-0.5, 0.9 * -0.5 - 1.5];
    expect(parameters[0]).toBeCloseTo(0.9 * v1 - 0.5 + (0.9 * v2 - 1.5), 14);
  });

  test("rmsprop and adagrad divide by the root of the squares so far", () => {
    const [v1, v2] = [0.01, 0.99 * 0.01 + 0.01 * 9];
    expect(twoSteps("rmsprop", 0.5).parameters[0]).toBeCloseTo(-0.5 / Math.sqrt(v1) - 1.5 / Math.sqrt(v2), 5);
    expect(twoSteps("adagrad", 0.5).parameters[0]).toBeCloseTo(-0.5 - 1.5 / Math.sqrt(10), 9);
  });

  test("weight decay is part of the gradient, of adamw a step of its own", () => {
    const oneStep = (name: OptimizerName) => {
      const { init, update } = createOptimizer(name, { learningRate: 0.1, weightDecay: 0.5 });
      const parameters = Float64Array.of(2);
      update(init(1), parameters, Float64Array.of(3));
      return parameters[0];
    };
    expect(oneStep("sgd")).toBeCloseTo(2 - 0.1 * (3 + 0.5 * 2), 14);
    expect(oneStep("momentum")).toBeCloseTo(1.6, 14);
    expect(oneStep("adam")).toBeCloseTo(2 - 0.1, 8);
    expect(oneStep("adamw")).toBeCloseTo(2 - 0.1 - 0.1 * 0.5 * 2, 8);
  });

  test("adam: the first step is η in every direction, the second follows m̂ / √v̂", () => {
    const { parameters, norms } = twoSteps("adam", 0.001);
    const m = 0.9 * 0.1 + 0.1 * 3;
    const v = 0.999 * 0.001 + 0.001 * 9;
    const second = (0.001 * (m / (1 - 0.81))) / (Math.sqrt(v / (1 - 0.999 ** 2)) + 1e-8);
    expect(norms[0]).toBeCloseTo(0.001 * Math.SQRT2, 9);
    expect(parameters[0]).toBeCloseTo(-0.001 - second, 10);
  });
});

describe.each(names)("%s", (name) => {
  // Adagrad's steps shrink with the root of all squares so far; RMSprop's end as large as they begin.
  const learningRate = { adagrad: 1, rmsprop: 3e-4 }[name as string] ?? 0.05;
  const optimizer = createOptimizer(name, { learningRate, weightDecay: 0 });

  /** Steps down ½ Σ cⱼ θⱼ². */
  function descend(state: OptimizerState, parameters: Float64Array, steps: number): void {
    const curvature = [1, 3];
    for (let i = 0; i < steps; i++)
      optimizer.update(
        state,
        parameters,
        parameters.map((p, j) => p * curvature[j]),
      );
  }

  test("finds the minimum of a quadratic", () => {
    const parameters = Float64Array.of(1, -2);
    descend(optimizer.init(2), parameters, name === "rmsprop" ? 9000 : 600);
    expect(Math.hypot(...parameters)).toBeLessThan(1e-3);
  });

  test("its state is plain data: saved and brought back, training goes on to the same bits", () => {
    const straight = Float64Array.of(1, -2);
    descend(optimizer.init(2), straight, 20);

    const parameters = Float64Array.of(1, -2);
    const state = optimizer.init(2);
    descend(state, parameters, 7);
    const saved = JSON.stringify({
      step: state.step,
      buffers: state.buffers.map((buffer) => Array.from(buffer)),
    });
    const { step, buffers } = JSON.parse(saved) as { step: number; buffers: number[][] };
    descend({ step, buffers: buffers.map((buffer) => Float64Array.from(buffer)) }, parameters, 13);
    expect(step).toBe(7);
    expect(parameters).toEqual(straight);
  });

  test("a zero gradient at the start is no step", () => {
    const parameters = Float64Array.of(1, 2);
    expect(optimizer.update(optimizer.init(2), parameters, new Float64Array(2))).toBe(0);
    expect(parameters).toEqual(Float64Array.of(1, 2));
  });
});

test.each([
  [{ momentum: 1 }, /^momentum must be a number ≥ 0 and below 1/],
  [{ beta1: -0.1 }, /^beta1 /],
  [{ beta2: NaN }, /^beta2 /],
  [{ decay: 2 }, /^decay /],
  [{ epsilon: 0 }, /^epsilon must be a finite number > 0/],
  [{ weightDecay: -1 }, /^weightDecay must be a finite number ≥ 0/],
])("%j is refused", (options, message) => {
  expect(() => createOptimizer("adam", { learningRate: 1, ...options })).toThrow(message);
});

test.each<[OptimizerName, object, string]>([
  ["adam", { momentum: 0.9 }, "momentum must be left out unless optimizer is momentum or nesterov, got 0.9."],
  ["sgd", { momentum: 0 }, "momentum must be left out"],
  ["sgd", { beta1: 0.9 }, "beta1 must be left out unless optimizer is adam or adamw"],
  ["adam", { decay: 0.9 }, "decay must be left out unless optimizer is rmsprop, got 0.9."],
  [
    "nesterov",
    { epsilon: 1 },
    "epsilon must be left out unless optimizer is adam, adamw, rmsprop or adagrad",
  ],
])("%s does not take %j, which it would not heed", (name, options, message) => {
  expect(() => createOptimizer(name, { learningRate: 1, ...options })).toThrow(message);
});

test("every optimizer heeds what it takes: its second step is another", () => {
  const options = { momentum: 0.5, beta1: 0.5, beta2: 0.5, decay: 0.5, epsilon: 1, weightDecay: 0.5 };
  const secondStep = (name: OptimizerName, more: object): number => {
    const { init, update } = createOptimizer(name, { learningRate: 0.1, ...more });
    const [state, parameters] = [init(1), Float64Array.of(2)];
    for (const g of [1, -3]) update(state, parameters, Float64Array.of(g));
    return parameters[0];
  };
  let taken = 0;
  for (const name of names) {
    for (const [option, value] of Object.entries(options)) {
      const given = { [option]: value };
      try {
        createOptimizer(name, { learningRate: 0.1, ...given });
      } catch {
        continue;
      }
      taken++;
      expect(secondStep(name, given), `${name} with ${option}`).not.toBe(secondStep(name, {}));
    }
  }
  expect(taken).toBe(2 + 2 + 2 + 1 + 4 + 7);
});

test("what is remembered may be float32, as the parameters are", () => {
  const { init, update } = createOptimizer("adam", { learningRate: 0.1 });
  const state = init(2, (length) => new Float32Array(length));
  expect(state.buffers).toEqual([new Float32Array(2), new Float32Array(2)]);
  const parameters = new Float32Array(2);
  update(state, parameters, Float32Array.of(1, -2));
  expect(parameters[0]).toBeCloseTo(-0.1, 6);
});

test.each([0, -1, NaN, Infinity])("a learning rate of %s is refused", (learningRate) => {
  expect(() => createOptimizer("sgd", { learningRate })).toThrow(ParameterError);
});

test("an unknown optimizer is refused with the known names", () => {
  expect(() => createOptimizer("lbfgs" as OptimizerName, { learningRate: 1 })).toThrow(
    'optimizer must be one of sgd, momentum, nesterov, adam, adamw, rmsprop, adagrad, got "lbfgs".',
  );
});
