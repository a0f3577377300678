import { ParameterError } from "../errors.ts";
import type { Task } from "../estimator.ts";
import type { GradientModel } from "../gradient-model.ts";
import { lossByName, type LossName } from "../losses/losses.ts";
import type { PointwiseLoss } from "../losses/pointwise-loss.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkEqualLengths, checkSameLength, checkWidth } from "../validation/data.ts";
import { checkIntegerAtLeast, chooseByName } from "../validation/parameters.ts";
import { codesFromScores, probabilitiesFromScores } from "./class-scores.ts";
import { addWeightedRows, scoresOfBlock } from "./row-kernels.ts";
import { targetsOf } from "./targets.ts";

export interface LinearModelOptions {
  task: Task;
  /** `squared_error` for a regressor, `log_loss` for a classifier. */
  loss: LossName;
  /** d, an integer ≥ 0. */
  nFeatures: number;
  /** 1 for a regressor and for two classes, K for K > 2 classes. */
  nOutputs: number;
}

const LOSS_OF_TASK: Record<Task, LossName> = { regressor: "squared_error", classifier: "log_loss" };

function checkShape({ task, loss, nFeatures, nOutputs }: LinearModelOptions): void {
  const expected = chooseByName(LOSS_OF_TASK, "task", task);
  if (loss !== expected) throw new ParameterError("loss", `be ${expected} for a ${task}`, loss);
  checkIntegerAtLeast(0, "nFeatures", nFeatures);
  checkIntegerAtLeast(1, "nOutputs", nOutputs);
  if (nOutputs !== 1 && task === "regressor")
    throw new ParameterError("nOutputs", "be 1 for a regressor", nOutputs);
  if (nOutputs === 2)
    throw new ParameterError("nOutputs", "be 1 for two classes, K for K > 2 classes", nOutputs);
}

/** Values in a block of rows: 32 kB, what a first-level cache holds. */
const BLOCK_SIZE = 4096;

/** How many rows of d features are taken through the inner loops together: a multiple of 4, at most 256. */
export function rowsOfBlock(d: number): number {
  return Math.min(256, 4 * Math.ceil(BLOCK_SIZE / (4 * Math.max(1, d))));
}

/**
 * A linear model: each output k scores a row by
 *
 *     pₖ(x) = wₖ·x + bₖ
 *
 * A regressor answers p. A classifier of two classes answers class 1 where p > 0, with the probability σ(p). Above two
 * classes there is one output per class, trained to tell it from all others (one-vs-all, as scikit-learn's
 * `SGDClassifier`): the loss of a row is the sum of the K binary losses, the answer is the class of the largest
 * score, and probabilities are σ(pₖ) divided by their sum.
 *
 * The parameter vector θ holds the weights, nOutputs × nFeatures row by row, and behind them the nOutputs biases.
 * The model itself learns nothing: it only says what θ means. It keeps scratch buffers, so one instance serves one
 * computation at a time.
 */
export class LinearModel implements GradientModel {
  readonly task: Task;
  readonly loss: LossName;
  readonly nFeatures: number;
  readonly nOutputs: number;
  readonly nParameters: number;
  readonly nWeights: number;
  private readonly pointwise: PointwiseLoss;
  private readonly blockRows: Int32Array;
  private readonly blockTargets: Float64Array;
  private readonly blockScores: Float64Array;

  /** @throws ParameterError when the options do not fit each other. */
  constructor({ task, loss, nFeatures, nOutputs }: LinearModelOptions) {
    checkShape({ task, loss, nFeatures, nOutputs });
    this.task = task;
    this.loss = loss;
    this.nFeatures = nFeatures;
    this.nOutputs = nOutputs;
    this.nParameters = nOutputs * (nFeatures + 1);
    this.nWeights = nOutputs * nFeatures;
    this.pointwise = lossByName(loss);
    const rowsPerBlock = rowsOfBlock(nFeatures);
    this.blockRows = new Int32Array(rowsPerBlock);
    this.blockTargets = new Float64Array(rowsPerBlock);
    this.blockScores = new Float64Array(rowsPerBlock);
  }

  lossAndGradient(
    parameters: Float64Array,
    X: Matrix,
    y: Float64Array,
    gradient: Float64Array,
    rows?: Int32Array,
  ): number {
    checkWidth(X, this.nFeatures);
    checkSameLength(X, y);
    this.checkParameters(parameters);
    this.checkParameters(gradient);
    const n = rows ? rows.length : X.nRows;
    gradient.fill(0);
    let sum = 0;
    for (let start = 0; start < n; start += this.blockRows.length) {
      sum += this.addBlock(parameters, X, y, gradient, this.takeBlock(start, n, rows));
    }
    if (n === 0) return 0;
    for (let j = 0; j < gradient.length; j++) gradient[j] /= n;
    return sum / n;
  }

  /** Notes the next block's rows in `blockRows`. @returns how many there are. */
  private takeBlock(start: number, n: number, rows: Int32Array | undefined): number {
    const size = Math.min(this.blockRows.length, n - start);
    for (let i = 0; i < size; i++) this.blockRows[i] = rows ? rows[start + i] : start + i;
    return size;
  }

  /** Adds the block's gradient, summed over its rows. @returns the sum of its losses. */
  private addBlock(
    parameters: Float64Array,
    X: Matrix,
    y: Float64Array,
    gradient: Float64Array,
    size: number,
  ): number {
    const { nFeatures: d, nOutputs, blockRows, blockTargets, blockScores } = this;
    const biases = nOutputs * d;
    let sum = 0;
    for (let k = 0; k < nOutputs; k++) {
      const bias = parameters[biases + k];
      scoresOfBlock(X.data, d, blockRows, size, parameters, k * d, bias, blockScores);
      targetsOf(y, blockRows, size, k, nOutputs, blockTargets);
      sum += this.pointwise.evaluate(blockTargets, blockScores, size, blockScores);
      addWeightedRows(X.data, d, blockRows, size, blockScores, gradient, k * d);
      for (let i = 0; i < size; i++) gradient[biases + k] += blockScores[i];
    }
    return sum;
  }

  /**
   * The raw scores. @param X n × nFeatures. @returns n × nOutputs.
   */
  decisionFunction(parameters: Float64Array, X: Matrix): Matrix {
    checkWidth(X, this.nFeatures);
    this.checkParameters(parameters);
    const { nFeatures: d, nOutputs, blockRows, blockScores } = this;
    const scores = matrix(X.nRows, nOutputs);
    for (let start = 0; start < X.nRows; start += blockRows.length) {
      const size = this.takeBlock(start, X.nRows, undefined);
      for (let k = 0; k < nOutputs; k++) {
        const bias = parameters[nOutputs * d + k];
        scoresOfBlock(X.data, d, blockRows, size, parameters, k * d, bias, blockScores);
        for (let i = 0; i < size; i++) scores.data[(start + i) * nOutputs + k] = blockScores[i];
      }
    }
    return scores;
  }

  /** @param X n × nFeatures. @returns n numbers of a regressor, n codes 0…K−1 of a classifier. */
  predict(parameters: Float64Array, X: Matrix): Float64Array {
    const scores = this.decisionFunction(parameters, X);
    return this.task === "regressor" ? scores.data : codesFromScores(scores);
  }

  /**
   * @param X n × nFeatures. @returns n × K probabilities, each row sums to 1.
   * @throws ParameterError for a regressor.
   */
  predictProba(parameters: Float64Array, X: Matrix): Matrix {
    if (this.task === "regressor") {
      throw new ParameterError("task", "be classifier to have probabilities", this.task);
    }
    return probabilitiesFromScores(this.decisionFunction(parameters, X));
  }

  /** @throws DataError when a vector has not one component for each parameter. */
  checkParameters(vector: Float64Array): void {
    checkEqualLengths(
      vector,
      { length: this.nParameters },
      "the parameter vector and the model's parameters",
    );
  }
}
