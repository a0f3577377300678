import {
  BaseClassifier,
  classTargets,
  type ClassTargets,
  requireSame,
  requireSameShape,
  writeLabelsOfLargest,
} from "../base/index.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { rowBlocks, type Matrix } from "../tensor/matrix.ts";
import { areFinite, checkFiniteBlock, checkWidth } from "../validation/data.ts";
import { fallBackToPrior, normalizeLogs } from "./log-probabilities.ts";

/** What a naive Bayes model learnt: sums over its rows, and the distributions that follow from them. */
export interface LearntNaiveBayes<Statistics, Likelihood> {
  readonly nFeatures: number;
  readonly classes: readonly Label[];
  readonly statistics: Statistics;
  readonly likelihood: Likelihood;
}

/**
 * Naive Bayes: the features of a class are taken for independent, so that
 *
 *     P(k | x) ∝ P(k) Πⱼ p(xⱼ | k)
 *
 * (Manning, Raghavan & Schütze, Introduction to Information Retrieval, 2008, chapter 13). Every kind learns sufficient
 * statistics: sums over the rows from which the model follows. The sums of two parts make those of the whole, and so
 * `partialFit` and `merge` are exact: they answer what one `fit` on all the rows answers, up to rounding.
 */
export abstract class BaseNaiveBayes<
  Parameters extends object,
  Statistics,
  Likelihood extends { readonly logPrior: Float64Array },
> extends BaseClassifier<Parameters, LearntNaiveBayes<Statistics, Likelihood>> {
  /** @throws ParameterError */
  protected abstract checkParameters(classes?: readonly Label[]): void;
  /** @throws DataError when there are features that this kind cannot learn from. */
  protected abstract statisticsOf(X: Matrix, targets: ClassTargets): Statistics;
  protected abstract mergeStatistics(parts: readonly Statistics[]): Statistics;
  protected abstract likelihoodOf(statistics: Statistics, nFeatures: number): Likelihood;
  protected abstract statisticsToState(statistics: Statistics): PlainData;
  /**
   * log P(k) + log p(x | k), n × K; of a row with NaN or infinity they are not all finite.
   *
   * @param whole the matrix of which X is a block of rows: an error tells the row by its number there.
   */
  protected abstract jointLogs(X: Matrix, likelihood: Likelihood, whole: Matrix): Matrix;

  /** Learns from X (n × d, finite numbers) and n labels. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    this.checkParameters();
    const targets = classTargets(X, y, options);
    this.checkParameters(targets.classes);
    return this.become(X.nColumns, targets.classes, this.statisticsOf(X, targets));
  }

  /**
   * Goes on learning from these rows. The first call settles the classes: those of `options.classes`, or those of `y`.
   *
   * @throws DataError for another class or another width than before.
   */
  partialFit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    if (this.learnt === null) return this.fit(X, y, options);
    const { nFeatures, classes, statistics } = this.learnt;
    if (options.classes) requireSame("options.classes of partialFit", "classes", classes, options.classes);
    checkWidth(X, nFeatures);
    const more = this.statisticsOf(X, classTargets(X, y, { ...options, classes }));
    return this.become(nFeatures, classes, this.mergeStatistics([statistics, more]));
  }

  /** @returns n × K: log P(k | x); −∞ for a class that is impossible. */
  predictLogProba(X: Matrix): Matrix {
    return normalizeLogs(this.jointLogLikelihood(X));
  }

  predictProba(X: Matrix): Matrix {
    const logs = this.predictLogProba(X);
    for (let at = 0; at < logs.data.length; at++) logs.data[at] = Math.exp(logs.data[at]);
    return logs;
  }

  override predict(X: Matrix): Label[] {
    const { nFeatures, classes } = this.model();
    checkWidth(X, nFeatures);
    const labels = new Array<Label>(X.nRows);
    for (const { rows, first } of rowBlocks(X)) {
      writeLabelsOfLargest(this.finiteLogs(rows, X), classes, labels, first);
    }
    return labels;
  }

  /** @returns n × K: log P(k) + log p(x | k), what `predictLogProba` makes sum to 1. */
  jointLogLikelihood(X: Matrix): Matrix {
    checkWidth(X, this.model().nFeatures);
    return this.finiteLogs(X, X);
  }

  private finiteLogs(X: Matrix, whole: Matrix): Matrix {
    const { likelihood } = this.model();
    const logs = this.jointLogs(X, likelihood, whole);
    // A row that is not finite shows in its logs: X itself, many times their size, need not be read once more.
    if (areFinite(logs.data)) return logs;
    checkFiniteBlock(X, whole);
    return fallBackToPrior(logs, likelihood.logPrior);
  }

  toState(): PlainData {
    const { nFeatures, classes, statistics } = this.model();
    return {
      name: this.name,
      parameters: this.getParams(),
      nFeatures,
      classes: [...classes],
      ...this.statisticsToState(statistics),
    };
  }

  /** The states' statistics, summed. */
  protected mergeParts(parts: readonly BaseNaiveBayes<Parameters, Statistics, Likelihood>[]): this {
    const models = parts.map((part) => part.model());
    requireSameShape(models);
    const [{ nFeatures, classes }] = models;
    const statistics = this.mergeStatistics(models.map((model) => model.statistics));
    return this.become(nFeatures, classes, statistics);
  }

  /** The logarithm of a probability may be −∞; the sums it follows from are finite. */
  protected override finitePart({ statistics }: LearntNaiveBayes<Statistics, Likelihood>): unknown {
    return statistics;
  }

  protected become(nFeatures: number, classes: readonly Label[], statistics: Statistics): this {
    this.learnt = { nFeatures, classes, statistics, likelihood: this.likelihoodOf(statistics, nFeatures) };
    return this;
  }
}
