import type { ModelShape } from "../estimator.ts";
import type { GradientModel } from "../gradient-model.ts";
import { kernels, strided, type Floats } from "../kernels/index.ts";
import {
  chooseNetworkLoss,
  Sequential,
  type Moment,
  type NetworkLoss,
  type Weights,
} from "../layers/index.ts";
import { sigmoid } from "../losses/index.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkEqualLengths, checkSameLength, checkWidth } from "../validation/data.ts";
import { networkOf, WeightsFirst } from "./layout.ts";
import type { MLPParameters } from "./parameters.ts";

/** Rows that go through the network together: enough for large products, few enough for the cache. */
const BLOCK_ROWS = 512;

const TRAINING: Moment = { training: true, seed: 0, step: 0, microBatch: 0 };

/** Rows to learn from. */
export interface MLPRows {
  readonly X: Matrix;
  /** Codes of classes, or numbers. */
  readonly y: Float64Array;
  /** Weights of the rows, or `null` where all count alike. */
  readonly weights: Float64Array | null;
}

/**
 * A multilayer perceptron as a function of its parameters: dense layers with an activation, and a dense one for the scores.
 * A classifier of two classes has one score p, P(class 1) = 1 / (1 + e⁻ᵖ), otherwise one for each class, whose softmax are the
 * probabilities; its loss is the cross-entropy. A regressor has one, its answer; its loss is half the squared error.
 *
 * θ holds the weights of all layers, each inputs × outputs, and behind them all biases.
 */
export class MLPModel implements GradientModel {
  readonly network: Sequential;
  readonly nParameters: number;
  readonly nWeights: number;
  readonly order: WeightsFirst;
  /** K, or `null` for a regressor. */
  readonly nClasses: number | null;
  private readonly loss: NetworkLoss;
  private readonly weights: Weights;
  private readonly gradientOfLayers: Floats;
  private readonly batches = new Map<number, Tensor>();

  constructor(parameters: MLPParameters, shape: ModelShape) {
    const nClasses = shape.classes === null ? null : shape.classes.length;
    this.network = networkOf(parameters, shape);
    this.nClasses = nClasses;
    this.loss = chooseNetworkLoss(
      nClasses === null ? "squared_error" : nClasses === 2 ? "binary_cross_entropy" : "cross_entropy",
    );
    this.order = new WeightsFirst(this.network);
    this.nParameters = this.network.nParameters;
    this.nWeights = this.order.nWeights;
    this.weights = { parameters: this.network.vector(), statistics: new Float64Array(0) };
    this.gradientOfLayers = this.network.vector();
  }

  initialParameters(seed: number): Float64Array {
    const theta = new Float64Array(this.nParameters);
    this.order.reorder(this.network.init(seed).parameters, theta);
    return theta;
  }

  lossAndGradient(
    parameters: Float64Array,
    X: Matrix,
    y: Float64Array,
    gradient: Float64Array,
    rows?: Int32Array,
    sampleWeight?: Float64Array,
  ): number {
    checkWidth(X, this.network.inputShape[0]);
    checkSameLength(X, y);
    if (sampleWeight) checkEqualLengths(sampleWeight, y, "sampleWeight and y");
    this.checkLength(gradient);
    this.load(parameters);
    this.gradientOfLayers.fill(0);
    const n = rows?.length ?? X.nRows;
    const data = { X, y, weights: sampleWeight ?? null };
    const loss = this.addBatch(this.weights, data, rows ?? null, 0, n, this.gradientOfLayers);
    this.order.reorder(this.gradientOfLayers, gradient);
    return loss;
  }

  /**
   * Adds the gradient of the mean loss over the rows `order[start]` … `order[start + size − 1]` (`null`: the rows themselves), in the
   * network's order of parameters.
   *
   * @returns the mean loss.
   */
  addBatch(
    weights: Weights,
    { X, y, weights: s }: MLPRows,
    order: Int32Array | null,
    start: number,
    size: number,
    gradient: Floats,
  ): number {
    let loss = 0;
    for (let first = start; first < start + size; first += BLOCK_ROWS) {
      const n = Math.min(BLOCK_ROWS, start + size - first);
      const row = (i: number) => (order === null ? first + i : order[first + i]);
      const batch = this.network.forward(weights, this.take(X, row, n), TRAINING);
      const targets = Float64Array.from({ length: n }, (_, i) => y[row(i)]);
      const sampleWeight = s && Float64Array.from({ length: n }, (_, i) => s[row(i)]);
      const D = batch.lease.take(batch.output.data.length);
      loss += this.loss.evaluate(batch.output, targets, D, {
        total: size,
        ...(sampleWeight && { sampleWeight }),
      });
      this.network.backward(batch, { shape: batch.output.shape, data: D }, gradient);
      this.network.release(batch);
    }
    return loss;
  }

  predict(parameters: Float64Array, X: Matrix): Float64Array {
    return this.answersTo(this.scores(parameters, X), X.nRows);
  }

  /** What `predict` makes of n rows of scores. */
  answersTo(scores: Float64Array, n: number): Float64Array {
    const { nClasses } = this;
    if (nClasses === null) return scores;
    const [K] = this.network.outputShape;
    return new Float64Array(n).map((_, i) => codeOf(scores, i, K, nClasses));
  }

  predictProba(parameters: Float64Array, X: Matrix): Matrix {
    const scores = this.scores(parameters, X);
    const K = this.nClasses ?? 1;
    if (K !== 2) {
      kernels().softmaxRows(strided(scores, X.nRows, K));
      return matrix(X.nRows, K, scores);
    }
    const probabilities = matrix(X.nRows, 2);
    scores.forEach((p, i) => {
      probabilities.data[2 * i] = sigmoid(-p);
      probabilities.data[2 * i + 1] = sigmoid(p);
    });
    return probabilities;
  }

  /** What the last layer says, n × outputs, one row behind the other. */
  private scores(parameters: Float64Array, X: Matrix): Float64Array {
    checkWidth(X, this.network.inputShape[0]);
    this.load(parameters);
    return this.scoresOf(this.weights, X);
  }

  /** The same for weights in the network's order. */
  scoresOf(weights: Weights, X: Matrix): Float64Array {
    const [m] = this.network.outputShape;
    const scores = new Float64Array(X.nRows * m);
    for (let first = 0; first < X.nRows; first += BLOCK_ROWS) {
      const n = Math.min(BLOCK_ROWS, X.nRows - first);
      const batch = this.network.forward(
        weights,
        this.take(X, (i) => first + i, n),
      );
      scores.set(batch.output.data, first * m);
      this.network.release(batch);
    }
    return scores;
  }

  /** Copies n rows into the numbers that the network computes in. */
  private take(X: Matrix, row: (i: number) => number, n: number): Tensor {
    const d = X.nColumns;
    let batch = this.batches.get(n);
    if (!batch) {
      const { dtype } = this.network;
      const data = dtype === "float32" ? kernels().allocateFloat32(n * d) : kernels().allocateFloat64(n * d);
      batch = { shape: [n, d], data };
      if (this.batches.size > 8) this.batches.clear();
      this.batches.set(n, batch);
    }
    for (let i = 0, to = 0; i < n; i++) {
      const from = row(i) * d;
      for (let j = 0; j < d; j++) batch.data[to++] = X.data[from + j];
    }
    return batch;
  }

  private load(parameters: Float64Array): void {
    this.checkLength(parameters);
    this.order.restore(parameters, this.weights.parameters);
  }

  private checkLength(vector: Float64Array): void {
    checkEqualLengths(
      vector,
      { length: this.nParameters },
      "the parameter vector and the model's parameters",
    );
  }
}

/** The class of the largest score, of equal ones the first; of two classes 1 where the score is above 0. */
function codeOf(scores: Float64Array, i: number, K: number, nClasses: number): number {
  if (nClasses === 2) return Number(scores[i] > 0);
  let best = 0;
  for (let k = 1; k < K; k++) if (scores[i * K + k] > scores[i * K + best]) best = k;
  return best;
}
