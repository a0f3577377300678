import { BaseEstimator, StateReader, weightsOf } from "../base/index.ts";
import { DataError, NotFittedError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { takeRows, type Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkNotEmpty, checkWidth } from "../validation/data.ts";
import type { Transformer, TransformerFitOptions } from "./transformer.ts";

/**
 * What every transformer of this package does the same way. A subclass says which parameters are legal, what `learn`
 * learns from checked rows, how that is written and read, and how what was learnt on parts is merged.
 */
export abstract class BaseTransformer<
  Parameters extends object,
  Learnt extends { readonly nFeatures: number },
>
  extends BaseEstimator<Parameters, Learnt>
  implements Transformer
{
  abstract get nFeaturesOut(): number;
  abstract transform(X: Matrix): Matrix;

  /** @throws ParameterError by name, rule and value. */
  protected abstract checkParameters(): void;
  /** @param X has rows, and its values are checked. @param weights all > 0; `null`: all rows count alike. */
  protected abstract learn(X: Matrix, weights: Float64Array | null): Learnt;
  protected abstract writeLearnt(learnt: Learnt): PlainData;
  protected abstract readLearnt(state: StateReader, nFeatures: number): Learnt;
  /** @param parts at least one, of the same number of features. */
  protected abstract mergeLearnt(parts: readonly Learnt[]): Learnt;

  fit(X: Matrix, options: TransformerFitOptions = {}): this {
    this.learnt = this.learnFrom(X, options);
    return this;
  }

  merge(states: readonly PlainData[]): this {
    this.checkParameters();
    const parts = states.map((state) => this.learntOf(state));
    checkSameWidths(parts);
    this.learnt = this.mergeLearnt(parts);
    return this;
  }

  toState(): PlainData {
    const learnt = this.model();
    const { nFeatures } = learnt;
    return { name: this.name, parameters: this.getParams(), nFeatures, ...this.writeLearnt(learnt) };
  }

  /** The rest of a `fromState`: puts in place what the state says was learnt. @throws DataError */
  protected restore(state: PlainData): this {
    this.learnt = this.learntOf(state);
    return this;
  }

  /** The rest of a `partialFit`: what was learnt before, merged with what these rows teach. */
  protected learnMore(X: Matrix, options: TransformerFitOptions): this {
    if (this.learnt !== null) checkWidth(X, this.learnt.nFeatures);
    const more = this.learnFrom(X, options);
    this.learnt = this.learnt === null ? more : this.mergeLearnt([this.learnt, more]);
    return this;
  }

  /** @throws DataError for the first value that this transformer does not take. */
  protected checkValues(X: Matrix): void {
    checkFinite(X);
  }

  protected override model(): Learnt {
    if (this.learnt === null) throw new NotFittedError(this.name, "fit(X)");
    return this.learnt;
  }

  protected override modelFor(X: Matrix): Learnt {
    const model = this.modelOfWidth(X);
    this.checkValues(X);
    return model;
  }

  /** The model, once `X` has its width; whoever asks checks the values. */
  protected modelOfWidth(X: Matrix): Learnt {
    const model = this.model();
    checkWidth(X, model.nFeatures);
    return model;
  }

  /** Rows of weight 0 are left out here, so that they leave no trace in a minimum or a list of categories. */
  private learnFrom(X: Matrix, options: TransformerFitOptions): Learnt {
    this.checkParameters();
    checkNotEmpty(X);
    this.checkValues(X);
    const weights = weightsOf(X, options);
    if (weights === null || weights.every((weight) => weight > 0)) return this.learn(X, weights);
    const counted = Array.from(weights.keys()).filter((i) => weights[i] > 0);
    return this.learn(
      takeRows(X, counted),
      Float64Array.from(counted, (i) => weights[i]),
    );
  }

  private learntOf(state: PlainData): Learnt {
    this.checkParameters();
    const reader = new StateReader(this.name, state);
    if (reader.text("name") !== this.name) reader.refuse(`the name ${this.name}`, state.name);
    return this.readLearnt(reader, reader.count("nFeatures"));
  }
}

function checkSameWidths(parts: readonly { nFeatures: number }[]): void {
  const widths = new Set(parts.map(({ nFeatures }) => nFeatures));
  if (widths.size === 1) return;
  throw new DataError({
    expected: "states of at least one part, all of the same number of columns",
    got: parts.length === 0 ? "none" : `states of ${[...widths].join(" and ")} columns`,
    remedy: "Fit every part on the same columns first.",
  });
}
