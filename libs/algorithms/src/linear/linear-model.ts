import { ParameterError } from "../errors.ts";
import type { Task } from "../estimator.ts";
import type { GradientModel } from "../gradient-model.ts";
import { RESPONSES } from "../losses/links.ts";
import type { Loss } from "../losses/losses.ts";
import type { PointwiseLoss } from "../losses/pointwise-loss.ts";
import type { MultinomialLoss } from "../losses/softmax.ts";
import { addOuterProducts, affineScores } from "../linear-algebra/index.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkEqualLengths, checkSameLength, checkWidth } from "../validation/data.ts";
import { codesFromScores, probabilitiesFromScores } from "./class-scores.ts";
import { kernels } from "../kernels/index.ts";
import { checkModelOptions, type LinearModelOptions } from "./model-options.ts";
import { targetRule, targetsOf } from "./targets.ts";

/** Values in a block of rows: 128 kB, so that its second reading comes from the second-level cache. */
const BLOCK_SIZE = 16_384;

/** How many rows of d features are taken through the inner loops together: a multiple of 8, at most 1024. */
export function rowsOfBlock(d: number): number {
  return Math.min(1024, 8 * Math.ceil(BLOCK_SIZE / (8 * Math.max(1, d))));
}

/** The rows of one computation. */
interface Rows {
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
  /** The numbers of the block's rows. */
  private readonly blockRows: Int32Array;
  private readonly blockTargets: Float64Array;
  /** The scores of one output, then their derivatives. */
  private readonly blockScores: Float64Array;
  private readonly blockValues: Float64Array;
  /** Scores of all outputs, row by row; the same array as `blockScores` where there is one. */
  private readonly rowScores: Float64Array;
  /** Features of rows that were picked out, made when they are first needed. */
  private pickedRows: Float64Array | undefined;

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
    this.rowScores = nOutputs === 1 ? this.blockScores : new Float64Array(rowsPerBlock * nOutputs);
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
      const size = Math.min(this.blockRows.length, n - start);
      for (let i = 0; i < size; i++) this.blockRows[i] = rows ? rows[start + i] : start + i;
      const [x, first] = rows ? [this.pick(X, size), 0] : [X.data, start];
      affineScores(x, this.nFeatures, first, size, parameters, this.nOutputs, this.rowScores);
      sum += this.lossesOfBlock({ y, sampleWeight }, size);
      addOuterProducts(x, this.nFeatures, first, size, this.rowScores, this.nOutputs, gradient);
    }
    if (!this.fitIntercept) gradient.fill(0, this.nWeights);
    if (n === 0) return 0;
    for (let j = 0; j < gradient.length; j++) gradient[j] /= n;
    return sum / n;
  }

  /** @returns the features of the block's rows, one behind the other. */
  private pick({ data }: Matrix, size: number): Float64Array {
    const { nFeatures: d, blockRows } = this;
    const picked = (this.pickedRows ??= kernels().allocateFloat64(blockRows.length * d));
    for (let i = 0, to = 0; i < size; i++) {
      const from = blockRows[i] * d;
      for (let j = 0; j < d; j++) picked[to++] = data[from + j];
    }
    return picked;
  }

  /** Turns the block's scores into derivatives, both in `rowScores`. @returns the sum of its losses. */
  private lossesOfBlock(rows: Rows, size: number): number {
    const loss = this.lossOfScores;
    return loss.kind === "pointwise"
      ? this.lossesOfOutputs(loss.pointwise, rows, size)
      : this.lossesOfRows(loss.multinomial, rows, size);
  }

  /** Output by output: the loss of each knows nothing of the others. */
  private lossesOfOutputs(loss: PointwiseLoss, { y, sampleWeight }: Rows, size: number): number {
    const { task, nOutputs: K, blockRows, blockTargets, blockScores, blockValues, rowScores } = this;
    let sum = 0;
    for (let k = 0; k < K; k++) {
      if (K > 1) for (let i = 0; i < size; i++) blockScores[i] = rowScores[i * K + k];
      targetsOf(targetRule(task, k, K), y, blockRows, 0, size, blockTargets);
      loss.evaluate(blockTargets, blockScores, size, blockValues, blockScores);
      if (sampleWeight) this.weighBlock(sampleWeight, size, blockScores, 1);
      sum += sumOf(blockValues, size);
      if (K > 1) for (let i = 0; i < size; i++) rowScores[i * K + k] = blockScores[i];
    }
    return sum;
  }

  /** All outputs of a row together. */
  private lossesOfRows(loss: MultinomialLoss, { y, sampleWeight }: Rows, size: number): number {
    const { nOutputs: K, blockRows, blockTargets, blockValues, rowScores } = this;
    for (let i = 0; i < size; i++) blockTargets[i] = y[blockRows[i]];
    loss.evaluate(blockTargets, rowScores, size, K, blockValues, rowScores);
    if (sampleWeight) this.weighBlock(sampleWeight, size, rowScores, K);
    return sumOf(blockValues, size);
  }

  /** Multiplies losses and derivatives (K a row) by their row's weight. */
  private weighBlock(sampleWeight: Float64Array, size: number, derivatives: Float64Array, K: number): void {
    for (let i = 0; i < size; i++) {
      const weight = sampleWeight[this.blockRows[i]];
      this.blockValues[i] *= weight;
      for (let k = 0; k < K; k++) derivatives[i * K + k] *= weight;
    }
  }

  /**
   * The raw scores. @param X n × nFeatures. @returns n × nOutputs.
   */
  decisionFunction(parameters: Float64Array, X: Matrix): Matrix {
    checkWidth(X, this.nFeatures);
    this.checkParameters(parameters);
    const { nFeatures: d, nOutputs } = this;
    const scores = matrix(X.nRows, nOutputs);
    affineScores(X.data, d, 0, X.nRows, parameters, nOutputs, scores.data);
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
