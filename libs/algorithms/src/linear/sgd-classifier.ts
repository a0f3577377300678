import { readyLoss } from "../losses/choose-loss.ts";
import { BaseClassifier, classTargets, StateReader, votesOf, type ClassTargets } from "../base/index.ts";
import { DataError, ParameterError } from "../errors.ts";
import type { ClassifierFitOptions, Label, ModelShape, PlainData } from "../estimator.ts";
import { labelsOfRows } from "../linear-classifier/index.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkWidth } from "../validation/data.ts";
import { checkSeed } from "../validation/parameters.ts";
import { classWeights, type ClassWeight } from "./class-weight.ts";
import type { LinearModel } from "./linear-model.ts";
import { checkSGDParameters, SGD_DEFAULTS, type SGDParameters } from "./sgd-parameters.ts";
import {
  coefOf,
  interceptOf,
  learntOf,
  modelOf,
  progressFromState,
  progressToState,
  scoresOf,
  type SGDLearnt,
} from "./sgd-learnt.ts";
import { checkedInTraining, firstProgress, trainSGD, type Epochs, type SGDProgress } from "./sgd-train.ts";

export interface SGDClassifierParameters extends SGDParameters {
  /**
   * What steps are multiplied by, by class: `null` for 1, `balanced` for n / (K · rows of the class), or a table such as
   * `{ rare: 5 }`. Above two classes, one-vs-all, an output gives it to its own class's rows only. Default `null`.
   */
  classWeight: ClassWeight;
}

interface Learnt extends SGDLearnt {
  readonly classes: readonly Label[];
}

const DEFAULTS: SGDClassifierParameters = {
  ...SGD_DEFAULTS,
  loss: "hinge",
  learningRate: "optimal",
  eta0: 0,
  powerT: 0.5,
  classWeight: null,
};

/**
 * A linear classifier that learns by stochastic gradient descent, a row at a time (see `sgdEpochs` for the steps):
 * `hinge` (default; a linear support vector machine), `squared_hinge`, `log_loss`, `modified_huber`, `perceptron`,
 * `softmax` (multinomial), or a loss of your own as an expression in y = ±1 and the score p. Above two classes it trains one
 * output per class against all others, but for `softmax`.
 *
 * Names, defaults and, with `shuffle: false`, the coefficients are those of scikit-learn's `SGDClassifier`. Differences: the
 * random order is our own; the losses of regressors are not taken; `softmax` and expressions are ours; `predictProba`
 * of a loss without probabilities answers votes; a step size too large is an error once a weight is infinite; with one
 * row alone `earlyStopping` holds none out; one class alone can be fitted; continued averaging of two classes goes on from
 * the last bias. Features want a mean near 0 and a variance near 1.
 *
 * `average` with `l1` or `elasticnet` does what scikit-learn does, which is not the mean of the iterates: a truncation by l1
 * moves the average as if all iterates before had been truncated with it, again and again, so it may be far from them and
 * from the optimum, and weights that are 0 in every iterate need not be 0 in it. Average with `l2`.
 */
export class SGDClassifier extends BaseClassifier<SGDClassifierParameters, Learnt> {
  readonly name = "SGDClassifier";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<SGDClassifierParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n labels. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const seed = this.checkedSeed(options);
    const data = classTargets(X, y, options, checkedInTraining);
    const model = modelOf("classifier", this.parameters, X.nColumns, data.classes);
    this.train(model, X, data, this.parameters, seed, firstProgress(model, this.parameters));
    return this;
  }

  /**
   * One epoch on these rows, from where the last one ended; whatever `maxIter`, `tol` say.
   *
   * @throws ParameterError with `earlyStopping` and with `classWeight: "balanced"`, which need all rows; DataError.
   */
  partialFit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const seed = this.checkedSeed(options);
    this.checkPartial();
    const { learnt } = this;
    if (learnt) {
      checkWidth(X, learnt.nFeatures);
      checkSameClasses(learnt.classes, options.classes);
    }
    const known = learnt ? { ...options, classes: learnt.classes } : options;
    const data = classTargets(X, y, known, checkedInTraining);
    const model = learnt?.model ?? modelOf("classifier", this.parameters, X.nColumns, data.classes);
    const progress = learnt?.progress ?? firstProgress(model, this.parameters);
    this.train(model, X, data, { maxIter: 1, tol: null }, seed, progress);
    return this;
  }

  /** Loads the parser of expressions when the loss is one. @throws ParameterError with what is wrong in it, and where. */
  ready(): Promise<void> {
    return readyLoss(this.task, this.parameters.loss);
  }

  /** Parameter server: the linear model of these parameters. @throws ParameterError */
  gradient({ nFeatures, classes }: ModelShape): LinearModel {
    checkSGDParameters("classifier", DEFAULTS, this.parameters);
    return modelOf("classifier", this.parameters, nFeatures, classes);
  }

  /** @returns n × 1 scores of two classes (class 1 above 0), or n × K. */
  decisionFunction(X: Matrix): Matrix {
    return scoresOf(this.model(), X);
  }

  override predict(X: Matrix): Label[] {
    const { nFeatures, answer, model, classes } = this.model();
    return labelsOfRows(X, nFeatures, answer, model.nOutputs, classes);
  }

  predictProba(X: Matrix): Matrix {
    const { model, answer, classes } = this.modelFor(X);
    return model.hasProbabilities
      ? model.predictProba(answer, X)
      : votesOf(model.predict(answer, X), classes.length);
  }

  /** Weights, 1 × d for two classes, else K × d. @throws NotFittedError */
  get coef(): Matrix {
    return coefOf(this.model());
  }

  /** Biases, 1 for two classes, else K. @throws NotFittedError */
  get intercept(): Float64Array {
    return interceptOf(this.model());
  }

  /** Epochs of the last fit; the most of any class. @throws NotFittedError */
  get nIter(): number {
    return this.model().progress.nIter;
  }

  toState(): PlainData {
    const { nFeatures, classes, progress } = this.model();
    const { name } = this;
    return {
      name,
      parameters: this.getParams(),
      nFeatures,
      classes: [...classes],
      ...progressToState(progress),
    };
  }

  /** @throws DataError when the state is not what `toState` of this class returned; ParameterError. */
  static fromState(state: PlainData): SGDClassifier {
    const reader = new StateReader("SGDClassifier", state);
    const estimator = new SGDClassifier(reader.parameters());
    checkSGDParameters("classifier", DEFAULTS, estimator.parameters);
    const classes = reader.classes();
    const model = modelOf("classifier", estimator.parameters, reader.count("nFeatures"), classes);
    estimator.keep(model, classes, progressFromState(reader, estimator.parameters, model));
    return estimator;
  }

  private checkedSeed(options: ClassifierFitOptions): number {
    checkSGDParameters("classifier", DEFAULTS, this.parameters);
    const seed = options.seed ?? this.parameters.seed;
    checkSeed(seed);
    return seed;
  }

  private checkPartial(): void {
    const { earlyStopping, classWeight } = this.parameters;
    if (earlyStopping) throw new ParameterError("earlyStopping", "be false for partialFit", earlyStopping);
    if (classWeight === "balanced")
      throw new ParameterError("classWeight", "be null or a table for partialFit", classWeight);
  }

  private train(
    model: LinearModel,
    X: Matrix,
    { codes, classes, weights }: ClassTargets,
    epochs: Epochs,
    seed: number,
    progress: SGDProgress,
  ): void {
    const classWeight = classWeights(this.parameters.classWeight, classes, codes);
    const data = { X, y: codes, sampleWeight: weights, classWeight };
    this.keep(model, classes, trainSGD(model, data, this.parameters, epochs, seed, progress));
  }

  private keep(model: LinearModel, classes: readonly Label[], progress: SGDProgress): void {
    this.learnt = { ...learntOf(model, progress, this.parameters), classes };
  }
}

function checkSameClasses(known: readonly Label[], given: readonly Label[] | undefined): void {
  if (given === undefined || (given.length === known.length && given.every((label, k) => label === known[k])))
    return;
  throw new DataError({
    expected: `the classes of the first partialFit, ${JSON.stringify(known)}`,
    got: JSON.stringify(given),
    remedy: "Give all classes to the first call, and leave them out afterwards.",
  });
}
