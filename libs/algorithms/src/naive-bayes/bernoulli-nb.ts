import { type ClassTargets, partsOf, StateReader } from "../base/index.ts";
import { DataError, ParameterError } from "../errors.ts";
import type { Label, PlainData } from "../estimator.ts";
import { classWeights, weightedSums } from "../preprocessing/class-moments.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkFiniteBlock } from "../validation/data.ts";
import { checkOptions } from "../validation/parameters.ts";
import {
  BaseDiscreteNB,
  DISCRETE_DEFAULTS,
  type Counts,
  type DiscreteLikelihood,
  type DiscreteNBParameters,
} from "./base-discrete-nb.ts";

export interface BernoulliNBParameters extends DiscreteNBParameters {
  /** A feature above this number counts as 1, else as 0. `null`: the features are 0 and 1 already. Default: 0. */
  binarize: number | null;
}

const DEFAULTS: BernoulliNBParameters = { ...DISCRETE_DEFAULTS, binarize: 0 };

/**
 * Naive Bayes for features that are 0 or 1 (Manning, Raghavan & Schütze, Introduction to Information Retrieval, 2008,
 * chapter 13); unlike the multinomial model it counts that a feature is absent.
 *
 *     P(j | k) = (Nₖⱼ + α) / (Nₖ + 2α)        log p(x | k) = Σⱼ xⱼ log P(j | k) + (1 − xⱼ) log(1 − P(j | k))
 *
 * Nₖ is the weight of the rows of class k, Nₖⱼ of those with xⱼ = 1. Departures from scikit-learn: one α for all features;
 * `classPrior` must sum to 1; without `binarize`, features other than 0 and 1 are refused (there: taken as they are).
 */
export class BernoulliNB extends BaseDiscreteNB<BernoulliNBParameters> {
  readonly name = "BernoulliNB";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<BernoulliNBParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Becomes the model of all rows, from what `toState` of its parts returned. Exact. @throws DataError */
  merge(states: readonly PlainData[]): this {
    return this.mergeParts(partsOf(this, states, BernoulliNB.fromState));
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): BernoulliNB {
    const reader = new StateReader("BernoulliNB", state);
    return new BernoulliNB(reader.parameters()).becomeState(reader);
  }

  protected override checkParameters(classes?: readonly Label[]): void {
    checkOptions(DEFAULTS, this.parameters);
    super.checkParameters(classes);
    const { binarize } = this.parameters;
    if (binarize !== null && !Number.isFinite(binarize)) {
      throw new ParameterError("binarize", "be null (features are 0 and 1) or a finite number", binarize);
    }
  }

  protected statisticsOf(X: Matrix, { codes, classes, weights }: ClassTargets): Counts {
    return {
      classCount: classWeights(codes, classes.length, weights),
      featureCount: weightedSums(this.binary(X), codes, classes.length, weights),
    };
  }

  /** log P(k) + Σⱼ log(1 − P(j | k)) is the score of a row of zeros; each xⱼ = 1 adds log P(j | k) − log(1 − P(j | k)). */
  protected likelihoodOf({ classCount, featureCount }: Counts, d: number): DiscreteLikelihood {
    const { alpha } = this;
    const featureLogProb = new Float64Array(featureCount.length);
    const logPrior = this.logPriorOf(classCount);
    const parameters = new Float64Array(featureCount.length + logPrior.length);
    const biases = parameters.subarray(featureCount.length);
    biases.set(logPrior);
    for (let at = 0; at < featureCount.length; at++) {
      const k = Math.floor(at / d);
      const total = classCount[k] + 2 * alpha;
      featureLogProb[at] = Math.log((featureCount[at] + alpha) / total);
      // Rounding may leave a sum of weights below one of its parts.
      const absentCount = Math.max(0, classCount[k] - featureCount[at]);
      const logAbsent = Math.log((absentCount + alpha) / total);
      parameters[at] = featureLogProb[at] - logAbsent;
      biases[k] += logAbsent;
    }
    return { logPrior, featureLogProb, parameters };
  }

  protected override jointLogs(X: Matrix, likelihood: DiscreteLikelihood, whole: Matrix): Matrix {
    checkFiniteBlock(X, whole);
    return super.jointLogs(this.binary(X, whole), likelihood, whole);
  }

  /** X of 0 and 1. @param whole see `jointLogs`. @throws DataError when it is to be so already and is not. */
  private binary(X: Matrix, whole = X): Matrix {
    const { binarize } = this.parameters;
    if (binarize === null) return checkBinary(X, whole);
    const result = matrix(X.nRows, X.nColumns);
    // Number(…) makes no branch, which random features would mispredict every other time.
    for (let at = 0; at < X.data.length; at++) result.data[at] = Number(X.data[at] > binarize);
    return result;
  }
}

function checkBinary(X: Matrix, whole: Matrix): Matrix {
  const isOther = (x: number) => x !== 0 && x !== 1;
  if (!X.data.some(isOther)) return X;
  const at = whole.data.findIndex(isOther);
  throw new DataError({
    expected: "features 0 and 1 in X",
    got: `${whole.data[at]} in row ${Math.floor(at / X.nColumns)}, column ${at % X.nColumns} (counted from 0)`,
    remedy: "Give binarize the number above which a feature counts as 1.",
  });
}
