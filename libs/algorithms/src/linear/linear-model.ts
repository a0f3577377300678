import { ParameterError } from "../errors.ts";
import type { Task } from "../estimator.ts";
import type { GradientModel } from "../gradient-model.ts";
import { RESPONSES } from "../losses/links.ts";
import type { Loss } from "../losses/losses.ts";
import type { PointwiseLoss } from "../losses/pointwise-loss.ts";
import type { MultinomialLoss } from "../losses/softmax.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkEqualLengths, checkSameLength, checkWidth } from "../validation/data.ts";
import { codesFromScores, probabilitiesFromScores } from "./class-scores.ts";
import { checkModelOptions, type LinearModelOptions } from "./model-options.ts";
import { addWeightedRows, scoresOfBlock } from "./row-kernels.ts";
import { targetRule, targetsOf } from "./targets.ts";

/** Values in a block of rows: 32 kB, what a first-level cache holds. */
const BLOCK_SIZE = 4096;

/** How many rows of d features are taken through the inner loops together: a multiple of 4, at most 256. */
export function rowsOfBlock(d: number): number {
  return Math.min(256, 4 * Math.ceil(BLOCK_SIZE / (4 * Math.max(1, d))));
}

/** The rows of one computation. */
interface Rows {
  readonly X: Matrix;
  readonly y: Float64Array;
  /** A weight for every row of X; left out: all 1. */
  readonly sampleWeight: Float64Array | undefined;
}

/**
 * A linear model: each output k scores a row by
 *
 *     pₖ(x) = wₖ·x + bₖ
 *
 * A regressor answers p, or what the loss's link makes of it (e^p for `poisson`). A classifier of two classes answers
 * class 1 where p > 0. Above two classes there is one output per class, trained to tell it from all others (one-vs-all,
 * as scikit-learn's `SGDClassifier`): the loss of a row is the sum of the K binary losses, the answer is the class of
 * the largest score, and probabilities, where the loss has them, are those of the scores divided by their sum. With
 * the loss `softmax` there is one output per class, also of two, and one loss of all of them.
 *
 * The parameter vector θ holds the weights, nOutputs × nFeatures row by row, and behind them the nOutputs biases.
 * The model itself learns nothing: it only says what θ means. It keeps scratch buffers, so one instance serves one
 * computation at a time.
 */
export class LinearModel implements GradientModel {
  readonly task: Task;
  /** The loss as it was given: a name, or an expression. */
  readonly loss: string;
  readonly nFeatures: number;
  readonly nOutputs: number;
  /** K, or `null` for a regressor. */
  readonly nClasses: number | null;
  readonly nParameters: number;
  readonly nWeights: number;
  readonly fitIntercept: boolean;
  /** What `loss` means. */
  readonly lossOfScores: Loss;
  private readonly blockRows: Int32Array;
  private readonly blockTargets: Float64Array;
  private readonly blockScores: Float64Array;
  private readonly blockValues: Float64Array;
  /** Scores of all outputs, row by row: `softmax` needs a row's together. */
  private readonly rowScores: Float64Array;

  /** @throws ParameterError when the options do not fit each other. */
  constructor(options: LinearModelOptions) {
    this.lossOfScores = checkModelOptions(options);
    const { task, loss, nFeatures, nOutputs, fitIntercept = true } = options;
    this.task = task;
    this.loss = loss;
    this.nFeatures = nFeatures;
    this.nOutputs = nOutputs;
    this.nClasses = task === "regressor" ? null : (options.nClasses ?? Math.max(2, nOutputs));
    this.fitIntercept = fitIntercept;
    this.nParameters = nOutputs * (nFeatures + 1);
    this.nWeights = nOutputs * nFeatures;
    const rowsPerBlock = rowsOfBlock(nFeatures);
    this.blockRows = new Int32Array(rowsPerBlock);
    this.blockTargets = new Float64Array(rowsPerBlock);
    this.blockScores = new Float64Array(rowsPerBlock);
    this.blockValues = new Float64Array(rowsPerBlock);
    this.rowScores = new Float64Array(this.lossOfScores.kind === "multinomial" ? rowsPerBlock * nOutputs : 0);
  }

  lossAndGradient(
    parameters: Float64Array,
    X: Matrix,
    y: Float64Array,
    gradient: Float64Array,
    rows?: Int32Array,
    sampleWeight?: Float64Array,
  ): number {
    checkWidth(X, this.nFeatures);
    checkSameLength(X, y);
    if (sampleWeight) checkEqualLengths(sampleWeight, y, "sampleWeight and y");
    this.checkParameters(parameters);
    this.checkParameters(gradient);
    const n = rows ? rows.length : X.nRows;
    gradient.fill(0);
    let sum = 0;
    for (let start = 0; start < n; start += this.blockRows.length) {
      const size = this.takeBlock(start, n, rows);
      sum += this.addBlock(parameters, { X, y, sampleWeight }, gradient, size);
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
  private addBlock(parameters: Float64Array, rows: Rows, gradient: Float64Array, size: number): number {
    const loss = this.lossOfScores;
    return loss.kind === "pointwise"
      ? this.addOutputs(loss.pointwise, parameters, rows, gradient, size)
      : this.addRows(loss.multinomial, parameters, rows, gradient, size);
  }

  /** Output by output: the loss of each knows nothing of the others. */
  private addOutputs(
    loss: PointwiseLoss,
    parameters: Float64Array,
    { X, y, sampleWeight }: Rows,
    gradient: Float64Array,
    size: number,
  ): number {
    const { task, nOutputs, blockRows, blockTargets, blockScores, blockValues } = this;
    let sum = 0;
    for (let k = 0; k < nOutputs; k++) {
      this.scoreBlock(parameters, X, k, size);
      targetsOf(targetRule(task, k, nOutputs), y, blockRows, 0, size, blockTargets);
      loss.evaluate(blockTargets, blockScores, size, blockValues, blockScores);
      if (sampleWeight) this.weighBlock(sampleWeight, size, blockScores, 1);
      sum += sumOf(blockValues, size);
      this.addOutputGradient(X, k, size, gradient);
    }
    return sum;
  }

  /** All outputs of a row together. */
  private addRows(
    loss: MultinomialLoss,
    parameters: Float64Array,
    { X, y, sampleWeight }: Rows,
    gradient: Float64Array,
    size: number,
  ): number {
    const { nOutputs: K, blockRows, blockTargets, blockScores, blockValues, rowScores } = this;
    for (let k = 0; k < K; k++) {
      this.scoreBlock(parameters, X, k, size);
      for (let i = 0; i < size; i++) rowScores[i * K + k] = blockScores[i];
    }
    for (let i = 0; i < size; i++) blockTargets[i] = y[blockRows[i]];
    loss.evaluate(blockTargets, rowScores, size, K, blockValues, rowScores);
    if (sampleWeight) this.weighBlock(sampleWeight, size, rowScores, K);
    for (let k = 0; k < K; k++) {
      for (let i = 0; i < size; i++) blockScores[i] = rowScores[i * K + k];
      this.addOutputGradient(X, k, size, gradient);
    }
    return sumOf(blockValues, size);
  }

  /** blockScores ← the scores of output k. */
  private scoreBlock(parameters: Float64Array, X: Matrix, k: number, size: number): void {
    const { nFeatures: d, nOutputs, blockRows, blockScores } = this;
    scoresOfBlock(X.data, d, blockRows, size, parameters, k * d, parameters[nOutputs * d + k], blockScores);
  }

  /** Multiplies losses and derivatives (K a row) by their row's weight. */
  private weighBlock(sampleWeight: Float64Array, size: number, derivatives: Float64Array, K: number): void {
    for (let i = 0; i < size; i++) {
      const weight = sampleWeight[this.blockRows[i]];
      this.blockValues[i] *= weight;
      for (let k = 0; k < K; k++) derivatives[i * K + k] *= weight;
    }
  }

  /** Adds the gradient of output k, whose derivatives are in `blockScores`. */
  private addOutputGradient(X: Matrix, k: number, size: number, gradient: Float64Array): void {
    const { nFeatures: d, nOutputs, blockRows, blockScores, fitIntercept } = this;
    addWeightedRows(X.data, d, blockRows, size, blockScores, gradient, k * d);
    if (!fitIntercept) return;
    for (let i = 0; i < size; i++) gradient[nOutputs * d + k] += blockScores[i];
  }

  /**
   * The raw scores. @param X n × nFeatures. @returns n × nOutputs.
   */
  decisionFunction(parameters: Float64Array, X: Matrix): Matrix {
    checkWidth(X, this.nFeatures);
    this.checkParameters(parameters);
    const { nOutputs, blockRows, blockScores } = this;
    const scores = matrix(X.nRows, nOutputs);
    for (let start = 0; start < X.nRows; start += blockRows.length) {
      const size = this.takeBlock(start, X.nRows, undefined);
      for (let k = 0; k < nOutputs; k++) {
        this.scoreBlock(parameters, X, k, size);
        for (let i = 0; i < size; i++) scores.data[(start + i) * nOutputs + k] = blockScores[i];
      }
    }
    return scores;
  }

  /** @param X n × nFeatures. @returns n numbers of a regressor, n codes 0…K−1 of a classifier. */
  predict(parameters: Float64Array, X: Matrix): Float64Array {
    return this.answersTo(this.decisionFunction(parameters, X));
  }

  /** What `predict` makes of the raw scores. @param scores n × nOutputs. */
  answersTo(scores: Matrix): Float64Array {
    const { response } = this.lossOfScores;
    if (this.task === "classifier") {
      return this.nClasses === 1 ? new Float64Array(scores.nRows) : codesFromScores(scores);
    }
    return response === "identity" ? scores.data : scores.data.map((p) => RESPONSES[response](p));
  }

  /** Whether `predictProba` has an answer: not for a regressor, nor for a classifier's loss without probabilities. */
  get hasProbabilities(): boolean {
    return this.lossOfScores.probability !== null;
  }

  /**
   * @param X n × nFeatures. @returns n × K probabilities, each row sums to 1.
   * @throws ParameterError for a regressor, and for a loss without probabilities.
   */
  predictProba(parameters: Float64Array, X: Matrix): Matrix {
    const { probability } = this.lossOfScores;
    if (this.task === "regressor")
      throw new ParameterError("task", "be classifier to have probabilities", this.task);
    if (probability === null) {
      throw new ParameterError(
        "loss",
        "be one with probabilities (log_loss, modified_huber, softmax)",
        this.loss,
      );
    }
    const scores = this.decisionFunction(parameters, X);
    if (this.nClasses === 1) return matrix(X.nRows, 1, new Float64Array(X.nRows).fill(1));
    return probabilitiesFromScores(scores, probability);
  }

  /** @throws DataError when a target is outside of what the loss is defined for. */
  checkTargets(y: ArrayLike<number>): void {
    if (this.lossOfScores.kind === "pointwise") this.lossOfScores.pointwise.checkTargets?.(y);
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

function sumOf(values: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  return sum;
}
