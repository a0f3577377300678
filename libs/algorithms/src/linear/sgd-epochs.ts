import { lossByName } from "../losses/losses.ts";
import type { PointwiseLoss } from "../losses/pointwise-loss.ts";
import type { Random } from "../random/random.ts";
import { consecutive, shuffle } from "../random/sampling.ts";
import { scheduleByName, type ScheduleName } from "../schedules/schedules.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkSameLength, checkWidth } from "../validation/data.ts";
import { checkIntegerAtLeast, checkNonNegative, checkPositive } from "../validation/parameters.ts";
import { rowsOfBlock, type LinearModel } from "./linear-model.ts";
import { dot, scaleAndAdd, touchRows } from "./row-kernels.ts";

export interface SGDOptions {
  /** Passes over the rows, an integer ≥ 0. */
  epochs: number;
  /** Step size η₀, finite and > 0. */
  learningRate: number;
  /** Strength α ≥ 0 of the penalty α/2 ‖w‖² (never on the biases). */
  alpha: number;
  /** How the step size changes from row to row. Default `constant`. */
  rate?: ScheduleName;
  /** Epochs done before these, an integer ≥ 0, so that a schedule goes on where it was. Default 0. */
  firstEpoch?: number;
  /** Shuffles the rows anew for every epoch. Left out: the rows are taken in order. */
  random?: Random;
}

/** What the sweep over the rows needs at hand. The parameters are views: a step on them is a step on the model. */
interface Sweep {
  x: Float64Array;
  y: Float64Array;
  /** The rows in the order they are taken. */
  order: Int32Array;
  weights: Float64Array[];
  biases: Float64Array;
  loss: PointwiseLoss;
  alpha: number;
  /** ηₜ for the rows of a block. */
  rates: Float64Array;
  /** Scores of one row, then l'(y, p). */
  scores: Float64Array;
  /** Targets of one row. */
  targets: Float64Array;
}

/**
 * Stochastic gradient descent (Robbins & Monro, 1951; as scikit-learn's `SGDClassifier` and `SGDRegressor` without
 * averaging), one row at a time. For the t-th row (x, y) and each output,
 *
 *     p = w·x + b
 *     w ← (1 − ηₜ α) w − ηₜ l'(y, p) x        b ← b − ηₜ l'(y, p)
 *
 * where 1 − ηₜ α is not let fall below 0. Above two classes every output is trained one-vs-all.
 *
 * @param parameters θ in the layout of `LinearModel`, updated in place.
 * @param X n × nFeatures. @param y n numbers, or class codes.
 * @returns the mean over epochs and rows of the loss seen, each row's before its step; 0 when there was none.
 * @throws ParameterError, DataError when options or shapes do not fit. Too large a step size gives NaN, not an error.
 */
export function sgdEpochs(
  model: LinearModel,
  parameters: Float64Array,
  X: Matrix,
  y: Float64Array,
  options: SGDOptions,
): number {
  checkOptions(options);
  checkWidth(X, model.nFeatures);
  checkSameLength(X, y);
  model.checkParameters(parameters);
  const { epochs, firstEpoch = 0, random } = options;
  const sweep = prepareSweep(model, parameters, X, y, options);
  let sum = 0;
  for (let epoch = firstEpoch; epoch < firstEpoch + epochs; epoch++) {
    if (random) shuffle(sweep.order, random);
    sum += sweepEpoch(sweep, epoch, options);
  }
  const seen = epochs * X.nRows;
  return seen === 0 ? 0 : sum / seen;
}

function checkOptions({ epochs, learningRate, alpha, firstEpoch = 0 }: SGDOptions): void {
  checkIntegerAtLeast(0, "epochs", epochs);
  checkIntegerAtLeast(0, "firstEpoch", firstEpoch);
  checkPositive("learningRate", learningRate);
  checkNonNegative("alpha", alpha);
}

function prepareSweep(
  { nFeatures: d, nOutputs, loss }: LinearModel,
  parameters: Float64Array,
  X: Matrix,
  y: Float64Array,
  { alpha }: SGDOptions,
): Sweep {
  return {
    x: X.data,
    y,
    order: consecutive(X.nRows),
    weights: Array.from({ length: nOutputs }, (_, k) => parameters.subarray(k * d, (k + 1) * d)),
    biases: parameters.subarray(nOutputs * d),
    loss: lossByName(loss),
    alpha,
    rates: new Float64Array(rowsOfBlock(d)),
    scores: new Float64Array(nOutputs),
    targets: new Float64Array(nOutputs),
  };
}

/** One pass, block by block: step sizes and memory are prepared outside of the loop that is waited for. */
function sweepEpoch(
  sweep: Sweep,
  epoch: number,
  { rate = "constant", learningRate, random }: SGDOptions,
): number {
  const { x, y, order, rates, weights, scores } = sweep;
  const schedule = scheduleByName(rate);
  let sum = 0;
  for (let start = 0; start < order.length; start += rates.length) {
    const end = Math.min(start + rates.length, order.length);
    const t = epoch * order.length + start + 1;
    for (let i = 0; i < end - start; i++) rates[i] = schedule(learningRate, t + i);
    // Scores are overwritten at once: they only keep the reads from being optimised away.
    if (random) scores[0] = touchRows(x, weights[0].length, y, order, start, end);
    sum += sweepBlock(sweep, start, end);
  }
  return sum;
}

function sweepBlock(sweep: Sweep, start: number, end: number): number {
  const { x, y, order, weights, biases, loss, alpha, rates, scores, targets } = sweep;
  const nOutputs = weights.length;
  const d = weights[0].length;
  let sum = 0;
  for (let i = start; i < end; i++) {
    const row = order[i];
    const at = row * d;
    for (let k = 0; k < nOutputs; k++) {
      scores[k] = biases[k] + dot(weights[k], x, at);
      targets[k] = nOutputs === 1 ? y[row] : Number(y[row] === k);
    }
    sum += loss.evaluate(targets, scores, nOutputs, scores);
    const eta = rates[i - start];
    const keep = Math.max(0, 1 - eta * alpha);
    for (let k = 0; k < nOutputs; k++) {
      const step = -eta * scores[k];
      biases[k] += step;
      scaleAndAdd(weights[k], keep, step, x, at);
    }
  }
  return sum;
}
