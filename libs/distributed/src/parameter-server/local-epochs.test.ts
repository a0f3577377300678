import {
  columnMoments,
  createRandom,
  encodeLabels,
  hashSeed,
  LinearModel,
  matrixFromRows,
  scalingOf,
  sgdEpochs,
  standardize,
  type GradientModel,
  type Matrix,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { saturatingRegressor, softmaxClassifier } from "../testing/gradient-estimators.ts";
import { cut, madeData } from "../testing/made-data.ts";
import { holdOut } from "./hold-out.ts";
import type { LocalEpochs } from "./messages.ts";
import { miniBatchEpochs } from "./mini-batch-epochs.ts";
import { relativeDifference, train } from "./testing.ts";

/** y = θ x with l = ½ (θ x − y)²: one parameter, so that the steps can be worked by hand. */
const line: GradientModel = {
  nParameters: 1,
  lossAndGradient([theta], X, y, gradient, rows, weights) {
    const used = rows ?? Int32Array.from(y.keys());
    gradient[0] = 0;
    let sum = 0;
    for (const i of used) {
      const s = weights ? weights[i] : 1;
      const error = theta * X.data[i] - y[i];
      gradient[0] += (s * error * X.data[i]) / used.length;
      sum += (s * error * error) / 2 / used.length;
    }
    return sum;
  },
  predict: ([theta], X) => X.data.map((x) => theta * x),
};

const computation: LocalEpochs = {
  mode: "local-epochs",
  epochs: 1,
  learningRate: 0.1,
  schedule: "constant",
  powerT: 0.25,
  penalty: null,
  alpha: 0,
  l1Ratio: 0.15,
  batchSize: 2,
};
/** Keeps the order of rows: Fisher–Yates with `integer(i + 1) = i` swaps nothing. */
const inOrder = { next: () => 0, normal: () => 0, integer: (n: number) => n - 1 };
const X = matrixFromRows([[1], [2], [3]]);
const y = Float64Array.of(2, 2, 6);

describe("mini-batch epochs, worked by hand", () => {
  test("two rows, then the rest; the loss is the mean over the rows of what was seen", () => {
    const theta = Float64Array.of(0);
    const loss = miniBatchEpochs(line, theta, { X, y, weights: undefined }, computation, 1, inOrder);
    // θ = 0: g = ½ ((0 − 2) 1 + (0 − 2) 2) = −3, θ = 0.3; then g = (0.9 − 6) 3 = −15.3, θ = 1.83
    expect(theta[0]).toBeCloseTo(1.83, 14);
    expect(loss).toBeCloseTo((2 + 2 + (0.9 - 6) ** 2 / 2) / 3, 14);
  });

  test("with weights of the rows", () => {
    const theta = Float64Array.of(0);
    miniBatchEpochs(line, theta, { X, y, weights: Float64Array.of(3, 0, 1) }, computation, 1, inOrder);
    // g = ½ (3 (−2) 1) = −3, as before
    expect(theta[0]).toBeCloseTo(1.83, 14);
  });

  test("with an elastic net: the smooth part in the gradient, the other after the step", () => {
    const theta = Float64Array.of(1);
    const options = {
      ...computation,
      penalty: "elasticnet",
      alpha: 0.5,
      l1Ratio: 0.4,
      batchSize: 9,
    } as const;
    miniBatchEpochs(line, theta, { X, y, weights: undefined }, options, 1, inOrder);
    // g = ((1 − 2) 1 + (2 − 2) 2 + (3 − 6) 3) / 3 + 0.5 · 0.6 · 1; then |θ| falls by 0.1 · 0.5 · 0.4
    expect(theta[0]).toBeCloseTo(1 - 0.1 * (-10 / 3 + 0.3) - 0.02, 14);
  });

  test("no rows: no step, loss 0", () => {
    const theta = Float64Array.of(1);
    const none = {
      X: { nRows: 0, nColumns: 1, data: new Float64Array(0) },
      y: new Float64Array(0),
      weights: undefined,
    };
    expect(miniBatchEpochs(line, theta, none, computation, 1, inOrder)).toBe(0);
    expect(theta[0]).toBe(1);
  });
});

const SIZES = [30, 1, 89];
const CLASSES = ["a", "b", "c"];
const classified = madeData("classifier", 120, 3, CLASSES);
const numbers = madeData("regressor", 120, 3);
const local = { mode: "local-epochs", standardize: true, epochs: 2, maxIter: 8, seed: 5 } as const;

type Epochs = (
  theta: Float64Array,
  X: Matrix,
  y: Float64Array,
  random: ReturnType<typeof createRandom>,
) => void;

/** Every round each shard's epochs from θ, then θ ← Σ n_k θ_k / Σ n_k, as one plain loop. */
function serialRounds(
  Z: Matrix,
  targets: Float64Array,
  start: Float64Array,
  epochs: Epochs,
  held: (size: number, worker: string) => Int32Array = () => new Int32Array(0),
): Float64Array[] {
  const trail: Float64Array[] = [];
  let theta = start;
  for (let round = 1; round <= local.maxIter; round++) {
    let first = 0;
    let n = 0;
    const sum = new Float64Array(theta.length);
    SIZES.forEach((size, k) => {
      const worker = `worker${k + 1}`;
      const away = held(size, worker);
      const rows = Array.from({ length: size }, (_, i) => i).filter((i) => !away.includes(i));
      const features = matrixFromRows(rows.map((i) => Z.data.subarray((first + i) * 3, (first + i + 1) * 3)));
      const shardTargets = Float64Array.from(rows, (i) => targets[first + i]);
      const local = theta.slice();
      epochs(local, features, shardTargets, createRandom(hashSeed(5, worker, round)));
      for (let j = 0; j < sum.length; j++) sum[j] += rows.length * local[j];
      first += size;
      n += rows.length;
    });
    theta = sum.map((value) => value / n);
    trail.push(theta);
  }
  return trail;
}

const Z = standardize(numbers.X, scalingOf(columnMoments(numbers.X)));
const saturating = saturatingRegressor();
const curve = saturating.gradient({ nFeatures: 3, classes: null });
const curveEpochs: Epochs = (theta, X, y, random) =>
  void miniBatchEpochs(
    curve,
    theta,
    { X, y, weights: undefined },
    { ...computation, epochs: 2, learningRate: 0.05, penalty: "l1", alpha: 0.01, batchSize: 7 },
    1,
    random,
  );
const curveOptions = { ...local, learningRate: 0.05, penalty: "l1", alpha: 0.01, localBatchSize: 7 } as const;
const curveStart = curve.initialParameters!(0);
const targets = Float64Array.from(numbers.y as number[]);

describe("distributed local epochs equal the loop of one process", () => {
  test("a model that is not linear: mini-batches, with an l1 penalty", async () => {
    const { model } = await train(saturating, cut(numbers, SIZES), curveOptions);
    const trail = serialRounds(Z, targets, curveStart, curveEpochs);
    expect(relativeDifference(model.parameters, trail.at(-1)!)).toBeLessThanOrEqual(1e-12);
  });

  test("the linear model: its own SGD", async () => {
    const model = new LinearModel({ task: "classifier", loss: "log_loss", nFeatures: 3, nOutputs: 3 });
    const raw = classified.X;
    const epochs: Epochs = (theta, X, y, random) =>
      void sgdEpochs(model, theta, X, y, { epochs: 2, learningRate: 0.001, alpha: 0.01, random });
    const trail = serialRounds(raw, encodeLabels(classified.y, CLASSES), new Float64Array(12), epochs);
    const options = { ...local, standardize: false, learningRate: 0.001, alpha: 0.01 };
    const { model: trained } = await train("classifier", cut(classified, SIZES), options);
    expect(relativeDifference(trained.parameters, trail.at(-1)!)).toBeLessThanOrEqual(1e-12);
  });

  test.each([true, 4])("average %s: the mean of θ over the rounds from there on", async (average) => {
    const { model } = await train(saturating, cut(numbers, SIZES), { ...curveOptions, average });
    const trail = serialRounds(Z, targets, curveStart, curveEpochs).slice(Number(average) - 1);
    const mean = curveStart.map((_, j) => trail.reduce((sum, theta) => sum + theta[j], 0) / trail.length);
    expect(relativeDifference(model.parameters, mean)).toBeLessThanOrEqual(1e-12);
  });

  test("early stopping that never stops: the epochs go over the rows that are not held out", async () => {
    const early = { earlyStopping: true, validationFraction: 0.25, nIterNoChange: 99 };
    const { model } = await train(saturating, cut(numbers, SIZES), { ...curveOptions, ...early });
    const held = (size: number, worker: string) => holdOut(size, 0.25, 5, worker).validation;
    const trail = serialRounds(Z, targets, curveStart, curveEpochs, held);
    expect(relativeDifference(model.parameters, trail.at(-1)!)).toBeLessThanOrEqual(1e-12);
  });
});

test("workers on the same rows take them in different order; the same seed gives the same bits", async () => {
  const softmax = softmaxClassifier();
  const options = { ...local, maxIter: 2 };
  const run = async (shards: number, seed = 0): Promise<number[]> => {
    const { model } = await train(softmax, Array(shards).fill(classified), { ...options, seed });
    return Array.from(model.parameters);
  };
  expect(await run(2)).toEqual(await run(2));
  expect(await run(2)).not.toEqual(await run(1));
  expect(await run(2, 1)).not.toEqual(await run(2));
});
