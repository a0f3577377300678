import { type ClassTargets, partsOf, StateReader } from "../base/index.ts";
import { DataError } from "../errors.ts";
import type { Label, PlainData } from "../estimator.ts";
import { classWeights, weightedSums } from "../preprocessing/class-moments.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkOptions } from "../validation/parameters.ts";
import {
  BaseDiscreteNB,
  DISCRETE_DEFAULTS,
  type Counts,
  type DiscreteLikelihood,
  type DiscreteNBParameters,
} from "./base-discrete-nb.ts";

export type MultinomialNBParameters = DiscreteNBParameters;

/**
 * Multinomial naive Bayes for counts ≥ 0, such as the words of a text (Manning, Raghavan & Schütze, Introduction to
 * Information Retrieval, 2008, chapter 13): a row of class k is so many draws of a feature j with probability P(j | k).
 *
 *     P(j | k) = (Nₖⱼ + α) / Σⱼ (Nₖⱼ + α)        log p(x | k) = Σⱼ xⱼ log P(j | k) + const
 *
 * Nₖⱼ is the weighted sum of feature j over the rows of class k. Departures from scikit-learn: one α for all features;
 * `classPrior` must sum to 1.
 */
export class MultinomialNB extends BaseDiscreteNB<MultinomialNBParameters> {
  readonly name = "MultinomialNB";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<MultinomialNBParameters> = {}) {
    super({ ...DISCRETE_DEFAULTS, ...parameters });
  }

  /** Becomes the model of all rows, from what `toState` of its parts returned. Exact. @throws DataError */
  merge(states: readonly PlainData[]): this {
    return this.mergeParts(partsOf(this, states, MultinomialNB.fromState));
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): MultinomialNB {
    const reader = new StateReader("MultinomialNB", state);
    return new MultinomialNB(reader.parameters()).becomeState(reader);
  }

  protected override checkParameters(classes?: readonly Label[]): void {
    checkOptions(DISCRETE_DEFAULTS, this.parameters);
    super.checkParameters(classes);
  }

  protected statisticsOf(X: Matrix, { codes, classes, weights }: ClassTargets): Counts {
    checkCounts(X);
    return {
      classCount: classWeights(codes, classes.length, weights),
      featureCount: weightedSums(X, codes, classes.length, weights),
    };
  }

  protected likelihoodOf({ classCount, featureCount }: Counts, d: number): DiscreteLikelihood {
    const { alpha } = this;
    const featureLogProb = new Float64Array(featureCount.length);
    for (let first = 0; first < featureCount.length; first += d) {
      let total = 0;
      for (let j = 0; j < d; j++) total += featureCount[first + j] + alpha;
      const logTotal = Math.log(total);
      for (let j = 0; j < d; j++) {
        featureLogProb[first + j] = Math.log(featureCount[first + j] + alpha) - logTotal;
      }
    }
    const logPrior = this.logPriorOf(classCount);
    const parameters = new Float64Array(featureCount.length + logPrior.length);
    parameters.set(featureLogProb);
    parameters.set(logPrior, featureLogProb.length);
    return { logPrior, featureLogProb, parameters };
  }
}

function checkCounts({ data, nColumns }: Matrix): void {
  for (let at = 0; at < data.length; at++) {
    if (data[at] < 0) {
      throw new DataError({
        expected: "features ≥ 0 in X",
        got: `${data[at]} in row ${Math.floor(at / nColumns)}, column ${at % nColumns} (counted from 0)`,
        remedy: "Give counts, or features scaled to 0…1; for features of any sign take GaussianNB.",
      });
    }
  }
}
