import type { Floats } from "../kernels/index.ts";
import type { Weights } from "../layers/index.ts";
import { accuracy } from "../metrics/classification.ts";
import { r2Score } from "../metrics/regression.ts";
import { createOptimizer, type Optimizer } from "../optimizers/index.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { checkHeldOut, holdOut } from "../random/hold-out.ts";
import { createRandom } from "../random/random.ts";
import { consecutive, shuffle } from "../random/sampling.ts";
import { createSchedule } from "../schedules/index.ts";
import { takeRows } from "../tensor/matrix.ts";
import type { MLPModel, MLPRows } from "./mlp-model.ts";
import type { MLPParameters } from "./parameters.ts";
import { afterEpoch, FRESH } from "./patience.ts";
import type { MLPFit } from "./train.ts";

const AUTO_BATCH = 200;

/**
 * Epochs of mini-batches, as scikit-learn's. For each batch of b rows
 *
 *     L = 1/b (Σ sᵢ l(yᵢ, f(xᵢ)) + ½ α ‖W‖²)        θ ← optimizer(θ, ∂L/∂θ)
 */
export function fitStochastic(
  model: MLPModel,
  data: MLPRows,
  parameters: MLPParameters,
  seed: number,
  start: Float64Array,
): MLPFit {
  const { network, order } = model;
  const weights: Weights = { parameters: network.vector(), statistics: new Float64Array(0) };
  order.restore(start, weights.parameters);
  const split = splitOf(model, data, parameters, seed);
  const epoch = epochOf(model, data, parameters, weights, split.train);
  const schedule = createSchedule(parameters.learningRate, scheduleOptions(parameters), "learningRate");
  const scheduleState = schedule.init();
  const shuffled = createRandom(hashSeed(seed, "shuffles"));
  const lossCurve: number[] = [];
  const scores: number[] = [];
  let patience = FRESH;
  let best: Floats | null = null;
  let rate = parameters.learningRateInit;
  while (lossCurve.length < parameters.maxIter) {
    if (parameters.shuffle) shuffle(split.train, shuffled);
    lossCurve.push(epoch(rate));
    if (split.validation) scores.push(scoreOf(model, weights, split.validation));
    const watched = split.validation ? -scores[scores.length - 1] : lossCurve[lossCurve.length - 1];
    patience = afterEpoch(patience, watched, parameters.tol);
    if (split.validation && patience.isBest) best = weights.parameters.slice();
    rate = schedule.rate(scheduleState, lossCurve.length * split.train.length + 1);
    if (patience.unchanged > parameters.nIterNoChange) {
      if (parameters.solver !== "sgd" || !schedule.slowDown(scheduleState)) break;
      patience = { ...patience, unchanged: 0 };
      rate = schedule.rate(scheduleState, 1);
    }
  }
  const theta = new Float64Array(model.nParameters);
  order.reorder(best ?? weights.parameters, theta);
  return { theta, nIter: lossCurve.length, lossCurve, validationScores: scores };
}

/** @returns a function that goes through all rows once, with that step size, and answers their mean loss. */
function epochOf(
  model: MLPModel,
  data: MLPRows,
  parameters: MLPParameters,
  weights: Weights,
  rows: Int32Array,
): (rate: number) => number {
  const n = rows.length;
  const { alpha, batchSize } = parameters;
  const size = Math.min(n, batchSize === "auto" ? AUTO_BATCH : batchSize);
  const gradient = model.network.vector();
  const ranges = model.order.weightRanges();
  const state = optimizerOf(parameters, 1).init(gradient.length, () => model.network.vector());
  return (rate) => {
    const optimizer = optimizerOf(parameters, rate);
    let sum = 0;
    for (let first = 0; first < n; first += size) {
      const b = Math.min(size, n - first);
      gradient.fill(0);
      let loss = model.addBatch(weights, data, rows, first, b, gradient);
      if (alpha > 0) loss += addPenalty(alpha / b, ranges, weights.parameters, gradient);
      optimizer.update(state, weights.parameters, gradient);
      sum += loss * b;
    }
    return sum / n;
  };
}

/** Adds λ W to the gradient. @returns ½ λ ‖W‖² */
function addPenalty(
  lambda: number,
  ranges: readonly { from: number; length: number }[],
  parameters: Floats,
  gradient: Floats,
): number {
  let squares = 0;
  for (const { from, length } of ranges) {
    for (let j = from; j < from + length; j++) {
      gradient[j] += lambda * parameters[j];
      squares += parameters[j] * parameters[j];
    }
  }
  return 0.5 * lambda * squares;
}

function optimizerOf(parameters: MLPParameters, learningRate: number): Optimizer {
  const { solver, momentum, nesterovsMomentum, beta1, beta2, epsilon } = parameters;
  if (solver === "adam") {
    const { learningRateInit } = parameters;
    return createOptimizer("adam", { learningRate: learningRateInit, beta1, beta2, epsilon });
  }
  return createOptimizer(nesterovsMomentum ? "nesterov" : "momentum", { learningRate, momentum });
}

function scheduleOptions({ learningRateInit, powerT }: MLPParameters) {
  return { eta0: learningRateInit, powerT };
}

interface Split {
  /** The rows to learn from, in the order they are taken. */
  readonly train: Int32Array;
  /** Those held out, `null` when there are none. */
  readonly validation: MLPRows | null;
}

function splitOf(
  model: MLPModel,
  { X, y, weights }: MLPRows,
  parameters: MLPParameters,
  seed: number,
): Split {
  // One row alone is not split.
  if (!parameters.earlyStopping || X.nRows < 2) return { train: consecutive(X.nRows), validation: null };
  const codes = model.nClasses === null ? null : y;
  const { train, validation } = holdOut(
    X.nRows,
    parameters.validationFraction,
    codes,
    hashSeed(seed, "held out"),
  );
  checkHeldOut(validation, weights);
  const rows = weights === null ? validation : validation.filter((row) => weights[row] > 0);
  return {
    train,
    validation: { X: takeRows(X, rows), y: Float64Array.from(rows, (row) => y[row]), weights: null },
  };
}

/** Accuracy, or r². */
function scoreOf(model: MLPModel, weights: Weights, { X, y }: MLPRows): number {
  const answers = model.answersTo(model.scoresOf(weights, X), X.nRows);
  return model.nClasses === null ? r2Score(y, answers) : accuracy(y as never, answers as never);
}
