import { type ClassTargets, partsOf, StateReader } from "../base/index.ts";
import { ParameterError } from "../errors.ts";
import type { Label, PlainData } from "../estimator.ts";
import {
  classMoments,
  mergeClassMoments,
  momentsFromState,
  momentsToState,
} from "../preprocessing/class-moments.ts";
import { mergeMoments, type Moments } from "../preprocessing/moments.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkNonNegative, checkOptions } from "../validation/parameters.ts";
import { BaseNaiveBayes } from "./base-naive-bayes.ts";
import { normalLogs, type NormalLikelihood } from "./normal-likelihood.ts";
import { checkPrior, logShares } from "./log-probabilities.ts";

export interface GaussianNBParameters {
  /** P(k) of each class, in the order of the classes, with the sum 1. Default: null, the classes' shares of the rows. */
  priors: readonly number[] | null;
  /** Share of the largest variance of a feature that is added to all variances, ≥ 0. Default: 1e-9. */
  varSmoothing: number;
}

const DEFAULTS: GaussianNBParameters = { priors: null, varSmoothing: 1e-9 };

/** Where all rows are equal and nothing is added, a variance must not be 0: nothing can be divided by it. */
const LEAST_VARIANCE = 1e-300;

/**
 * Gaussian naive Bayes: within a class every feature is normal.
 *
 *     log p(x | k) = −½ Σⱼ [ log(2π σ²ₖⱼ) + (xⱼ − θₖⱼ)² / σ²ₖⱼ ]        σ²ₖⱼ = M₂ₖⱼ / nₖ + ε,  ε = varSmoothing · maxⱼ var(xⱼ)
 *
 * θ and M₂ are the mean and the sum of squared deviations of the class's rows, merged by the updating formulae of Chan,
 * Golub & LeVeque (1979); var(xⱼ) is the variance over all rows, which follows from them.
 *
 * Departures from scikit-learn: ε takes the sample weights into account, and after `partialFit` it is that of all rows
 * so far (there: of the last batch). A class without rows has probability 0, whatever `priors` says. A variance of 0
 * (`varSmoothing` 0, or all rows equal) counts as 1e-300; there the answer is NaN.
 */
export class GaussianNB extends BaseNaiveBayes<GaussianNBParameters, Moments[], NormalLikelihood> {
  readonly name = "GaussianNB";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<GaussianNBParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Becomes the model of all rows, from what `toState` of its parts returned. Exact. @throws DataError */
  merge(states: readonly PlainData[]): this {
    return this.mergeParts(partsOf(this, states, GaussianNB.fromState));
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): GaussianNB {
    const reader = new StateReader("GaussianNB", state);
    const result = new GaussianNB(reader.parameters());
    const [nFeatures, classes] = [reader.count("nFeatures"), reader.classes()];
    result.checkParameters(classes);
    return result.become(nFeatures, classes, momentsFromState(reader, "moments", classes.length, nFeatures));
  }

  /** θ, K × d: the means of the classes; 0 for a class without rows. */
  get theta(): Matrix {
    const { nFeatures: d, classes, likelihood } = this.model();
    return matrix(classes.length, d, likelihood.theta.slice());
  }

  /** σ², K × d: the variances of the classes, ε included. */
  get var(): Matrix {
    const { nFeatures: d, classes, likelihood } = this.model();
    return matrix(classes.length, d, likelihood.variance.slice());
  }

  /** ε, what is added to all variances. */
  get epsilon(): number {
    return this.epsilonOf(this.model().statistics);
  }

  /** The sum of the weights of each class's rows. */
  get classCount(): Float64Array {
    return Float64Array.from(this.model().statistics, ({ n }) => n);
  }

  /** P(k). */
  get classPrior(): Float64Array {
    return this.model().likelihood.logPrior.map(Math.exp);
  }

  protected checkParameters(classes?: readonly Label[]): void {
    checkOptions(DEFAULTS, this.parameters);
    checkNonNegative("varSmoothing", this.parameters.varSmoothing);
    checkPrior("priors", this.parameters.priors, classes?.length);
  }

  protected statisticsOf(X: Matrix, { codes, classes, weights }: ClassTargets): Moments[] {
    return classMoments(X, codes, classes.length, weights);
  }

  protected mergeStatistics(parts: readonly Moments[][]): Moments[] {
    return mergeClassMoments(parts);
  }

  protected likelihoodOf(moments: Moments[], d: number): NormalLikelihood {
    const epsilon = this.epsilonOf(moments);
    const theta = new Float64Array(moments.length * d);
    const variance = new Float64Array(moments.length * d);
    moments.forEach(({ n, mean, m2 }, k) => {
      theta.set(mean, k * d);
      variance.set(
        m2.map((sum) => Math.max((n === 0 ? 0 : sum / n) + epsilon, LEAST_VARIANCE)),
        k * d,
      );
    });
    return { theta, variance, logPrior: this.logPriorOf(moments) };
  }

  protected statisticsToState(moments: Moments[]): PlainData {
    return { moments: momentsToState(moments) };
  }

  protected jointLogs(X: Matrix, likelihood: NormalLikelihood): Matrix {
    return normalLogs(X, likelihood);
  }

  private epsilonOf(moments: readonly Moments[]): number {
    const { n, m2 } = mergeMoments(moments);
    return this.parameters.varSmoothing * m2.reduce((largest, sum) => Math.max(largest, sum / n), 0);
  }

  private logPriorOf(moments: readonly Moments[]): Float64Array {
    const counts = Float64Array.from(moments, ({ n }) => n);
    const { priors } = this.parameters;
    if (priors === null) return logShares(counts);
    const possible = counts.map((n, k) => (n === 0 ? 0 : priors[k]));
    if (!possible.some((p) => p > 0)) {
      throw new ParameterError("priors", "be above 0 for a class that has rows", priors);
    }
    return possible.map(Math.log);
  }
}
