import { StateReader } from "../base/index.ts";
import type { Label, PlainData } from "../estimator.ts";
import { affineScores } from "../linear-algebra/index.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkBoolean, checkNonNegative } from "../validation/parameters.ts";
import { BaseNaiveBayes } from "./base-naive-bayes.ts";
import { checkPrior, logShares } from "./log-probabilities.ts";

export interface DiscreteNBParameters {
  /** α ≥ 0, what is added to all counts (Laplace: 1, Lidstone: less); below 1e-10 it counts as 1e-10. Default: 1. */
  alpha: number;
  /** Whether P(k) is the class's share of the rows; else all classes are equally likely. Default: true. */
  fitPrior: boolean;
  /** P(k) of each class, in the order of the classes, with the sum 1. Default: null, see `fitPrior`. */
  classPrior: readonly number[] | null;
}

export const DISCRETE_DEFAULTS: DiscreteNBParameters = { alpha: 1, fitPrior: true, classPrior: null };

/** What discrete naive Bayes counts. */
export interface Counts {
  /** Sum of the weights of each class's rows: K. */
  readonly classCount: Float64Array;
  /** Weighted sums of the features of each class's rows: K × d. */
  readonly featureCount: Float64Array;
}

/** Both discrete models are linear in the features once the counts are taken. */
export interface DiscreteLikelihood {
  /** log P(k): K. */
  readonly logPrior: Float64Array;
  /** log P(j | k): K × d. */
  readonly featureLogProb: Float64Array;
  /** W and b of the joint logs W x + b: K × d weights, then K biases. */
  readonly parameters: Float64Array;
}

/** The smallest α, so that no logarithm is infinite: scikit-learn's, unless it is told `force_alpha`. */
const LEAST_ALPHA = 1e-10;

export abstract class BaseDiscreteNB<Parameters extends DiscreteNBParameters> extends BaseNaiveBayes<
  Parameters,
  Counts,
  DiscreteLikelihood
> {
  /** log P(j | k), smoothed: K × d. */
  get featureLogProb(): Matrix {
    const { classes, nFeatures, likelihood } = this.model();
    return matrix(classes.length, nFeatures, likelihood.featureLogProb.slice());
  }

  /** log P(k); −∞ for a class without rows, unless a prior is given. */
  get classLogPrior(): Float64Array {
    return this.model().likelihood.logPrior.slice();
  }

  /** Sum of the weights of each class's rows. */
  get classCount(): Float64Array {
    return this.model().statistics.classCount.slice();
  }

  /** Weighted sums of the features of each class's rows: K × d. */
  get featureCount(): Matrix {
    const { classes, nFeatures, statistics } = this.model();
    return matrix(classes.length, nFeatures, statistics.featureCount.slice());
  }

  protected get alpha(): number {
    return Math.max(this.parameters.alpha, LEAST_ALPHA);
  }

  protected checkParameters(classes?: readonly Label[]): void {
    checkNonNegative("alpha", this.parameters.alpha);
    checkBoolean("fitPrior", this.parameters.fitPrior);
    checkPrior("classPrior", this.parameters.classPrior, classes?.length);
  }

  protected logPriorOf(classCount: Float64Array): Float64Array {
    const { classPrior, fitPrior } = this.parameters;
    if (classPrior !== null) return Float64Array.from(classPrior, Math.log);
    return fitPrior ? logShares(classCount) : classCount.map(() => -Math.log(classCount.length));
  }

  protected mergeStatistics(parts: readonly Counts[]): Counts {
    return {
      classCount: sumOf(parts.map((part) => part.classCount)),
      featureCount: sumOf(parts.map((part) => part.featureCount)),
    };
  }

  protected statisticsToState({ classCount, featureCount }: Counts): PlainData {
    return { classCount: Array.from(classCount), featureCount: Array.from(featureCount) };
  }

  /** @param _whole for subclasses that look at the features. */
  protected jointLogs(X: Matrix, likelihood: DiscreteLikelihood, _whole: Matrix): Matrix {
    const { data, nRows, nColumns } = X;
    const K = likelihood.logPrior.length;
    const logs = matrix(nRows, K);
    affineScores(data, nColumns, 0, nRows, likelihood.parameters, K, logs.data);
    return logs;
  }

  protected becomeState(reader: StateReader): this {
    const [nFeatures, classes] = [reader.count("nFeatures"), reader.classes()];
    this.checkParameters(classes);
    const classCount = reader.nonNegative("classCount", classes.length);
    if (!classCount.some((count) => count > 0)) reader.refuse("a class with rows at classCount", [0]);
    return this.become(nFeatures, classes, {
      classCount,
      featureCount: reader.nonNegative("featureCount", classes.length * nFeatures),
    });
  }
}

function sumOf(vectors: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  for (const vector of vectors) for (let at = 0; at < sum.length; at++) sum[at] += vector[at];
  return sum;
}
