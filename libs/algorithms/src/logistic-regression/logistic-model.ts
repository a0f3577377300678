import type { GradientModel } from "../gradient-model.ts";
import { kernels, stridedMatrix } from "../kernels/index.ts";
import { addOuterProducts, affineMap, affineScores } from "../linear-algebra/index.ts";
import { codesOfScores, outputsOf } from "../linear-classifier/index.ts";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";
import { checkEqualLengths, checkSameLength, checkWidth } from "../validation/data.ts";
import { binaryCrossEntropy, softmaxCrossEntropy, type CrossEntropy } from "./cross-entropy.ts";

/** Values in a block of rows: 32 kB, what a first-level cache holds. */
const BLOCK_SIZE = 4096;

/**
 * Logistic regression as a function of its parameters: outputs pₖ(x) = wₖ·x + bₖ, one for each class, whose softmax are the
 * probabilities; for two classes one output, with P(class 1) = σ(p) (the softmax of 0 and p).
 *
 * The parameter vector holds the weights, nOutputs × d row by row, and behind them the nOutputs biases.
 */
export class LogisticModel implements GradientModel {
  readonly nFeatures: number;
  readonly nOutputs: number;
  readonly nWeights: number;
  readonly nParameters: number;
  private readonly fitIntercept: boolean;
  private readonly nClasses: number;
  private readonly crossEntropy: CrossEntropy;
  private readonly scores: Float64Array;
  private readonly blockRows: number;

  /** @param nFeatures d. @param nClasses K ≥ 1. @param fitIntercept without it the biases stay: their gradient is 0. */
  constructor(nFeatures: number, nClasses: number, fitIntercept = true) {
    this.nFeatures = nFeatures;
    this.nClasses = nClasses;
    this.fitIntercept = fitIntercept;
    this.nOutputs = outputsOf(nClasses);
    this.nWeights = this.nOutputs * nFeatures;
    this.nParameters = this.nWeights + this.nOutputs;
    this.crossEntropy = nClasses === 2 ? binaryCrossEntropy : softmaxCrossEntropy;
    this.blockRows = 4 * Math.max(1, Math.floor(BLOCK_SIZE / (4 * Math.max(1, nFeatures))));
    this.scores = new Float64Array(this.blockRows * this.nOutputs);
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
    this.checkLength(parameters);
    this.checkLength(gradient);
    if (sampleWeight) checkEqualLengths(sampleWeight, y, "sampleWeight and y");
    if (rows === undefined) return this.meanLoss(parameters, X, y, gradient, sampleWeight ?? null);
    const take = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]);
    const weights = sampleWeight ? take(sampleWeight) : null;
    return this.meanLoss(parameters, takeRows(X, rows), take(y), gradient, weights);
  }

  /** @param X n × d. @returns n codes 0…K−1. */
  predict(parameters: Float64Array, X: Matrix): Float64Array {
    return Float64Array.from(codesOfScores(this.scoresOf(parameters, X), this.nClasses));
  }

  /** @param X n × d. @returns n × K probabilities. */
  predictProba(parameters: Float64Array, X: Matrix): Matrix {
    return probabilitiesOf(this.scoresOf(parameters, X), this.nClasses);
  }

  private scoresOf(parameters: Float64Array, X: Matrix): Float64Array {
    this.checkLength(parameters);
    return affineMap(X, this.nFeatures, parameters, this.nOutputs);
  }

  private meanLoss(
    parameters: Float64Array,
    X: Matrix,
    y: Float64Array,
    gradient: Float64Array,
    weights: Float64Array | null,
  ): number {
    const { nFeatures: d, nOutputs: K, blockRows, scores } = this;
    const n = X.nRows;
    let sum = 0;
    gradient.fill(0);
    for (let first = 0; first < n; first += blockRows) {
      const size = Math.min(blockRows, n - first);
      affineScores(X.data, d, first, size, parameters, K, scores);
      sum += this.crossEntropy(y, weights, first, size, scores, K);
      addOuterProducts(X.data, d, first, size, scores, K, gradient);
    }
    for (let j = 0; j < gradient.length && n > 0; j++) gradient[j] /= n;
    if (!this.fitIntercept) gradient.fill(0, this.nWeights);
    return n > 0 ? sum / n : 0;
  }

  private checkLength(vector: Float64Array): void {
    checkEqualLengths(
      vector,
      { length: this.nParameters },
      "the parameter vector and the model's parameters",
    );
  }
}

/** @param scores n × `outputsOf(nClasses)`, of which nothing remains. @returns n × K probabilities. */
export function probabilitiesOf(scores: Float64Array, nClasses: number): Matrix {
  if (nClasses === 2) return binaryProbabilities(scores);
  const probabilities = matrix(scores.length / nClasses, nClasses, scores);
  kernels().softmaxRows(stridedMatrix(probabilities));
  return probabilities;
}

function binaryProbabilities(scores: Float64Array): Matrix {
  const probabilities = new Float64Array(2 * scores.length);
  for (let i = 0; i < scores.length; i++) {
    // The less likely class: its probability keeps its digits where 1 − σ(p) would lose them.
    const less = 2 * i + Number(scores[i] <= 0);
    const e = Math.exp(-Math.abs(scores[i]));
    const likely = 1 / (1 + e);
    probabilities[less] = e * likely;
    probabilities[4 * i + 1 - less] = likely;
  }
  return matrix(scores.length, 2, probabilities);
}
