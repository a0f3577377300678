import { readyLoss } from "../losses/choose-loss.ts";
import { BaseRegressor, numberTargets, StateReader } from "../base/index.ts";
import { ParameterError } from "../errors.ts";
import type { FitOptions, ModelShape, PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkWidth } from "../validation/data.ts";
import { checkSeed } from "../validation/parameters.ts";
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

export type SGDRegressorParameters = SGDParameters;

const DEFAULTS: SGDRegressorParameters = {
  ...SGD_DEFAULTS,
  loss: "squared_error",
  learningRate: "invscaling",
  eta0: 0.01,
  powerT: 0.25,
};

/**
 * A linear regressor that learns by stochastic gradient descent, a row at a time (see `sgdEpochs` for the steps):
 * `squared_error` (default), `huber`, `epsilon_insensitive`, `squared_epsilon_insensitive`, `quantile`, `poisson` (for counts; it
 * answers e^p), or a loss of your own as an expression in the target y and the answer p.
 *
 * Names, defaults and, with `shuffle: false`, the coefficients are those of scikit-learn's `SGDRegressor`. Differences: the
 * random order is our own; `quantile`, `poisson` and expressions are ours; a step size too large is an error once a weight
 * is infinite; with one row alone `earlyStopping` holds none out. Features want a mean near 0 and a variance near 1.
 *
 * `average` with `l1` or `elasticnet` does what scikit-learn does, which is not the mean of the iterates: a truncation by l1
 * moves the average as if all iterates before had been truncated with it, again and again, so it may be far from them and
 * from the optimum, and weights that are 0 in every iterate need not be 0 in it. Average with `l2`.
 */
export class SGDRegressor extends BaseRegressor<SGDRegressorParameters, SGDLearnt> {
  readonly name = "SGDRegressor";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<SGDRegressorParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n numbers. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    checkSGDParameters("regressor", DEFAULTS, this.parameters);
    const model = modelOf("regressor", this.parameters, X.nColumns, null);
    this.train(model, X, y, options, this.parameters, firstProgress(model, this.parameters));
    return this;
  }

  /**
   * One epoch on these rows, from where the last one ended; whatever `maxIter` and `tol` say.
   *
   * @throws ParameterError with `earlyStopping`, which needs all rows; DataError.
   */
  partialFit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    checkSGDParameters("regressor", DEFAULTS, this.parameters);
    const { earlyStopping } = this.parameters;
    if (earlyStopping) throw new ParameterError("earlyStopping", "be false for partialFit", earlyStopping);
    const model = this.learnt?.model ?? modelOf("regressor", this.parameters, X.nColumns, null);
    const progress = this.learnt?.progress ?? firstProgress(model, this.parameters);
    this.train(model, X, y, options, { maxIter: 1, tol: null }, progress);
    return this;
  }

  /** Loads the parser of expressions when the loss is one. @throws ParameterError with what is wrong in it, and where. */
  ready(): Promise<void> {
    return readyLoss(this.task, this.parameters.loss);
  }

  /** Parameter server: the linear model of these parameters. @throws ParameterError */
  gradient({ nFeatures }: ModelShape): LinearModel {
    checkSGDParameters("regressor", DEFAULTS, this.parameters);
    return modelOf("regressor", this.parameters, nFeatures, null);
  }

  predict(X: Matrix): Float64Array {
    const learnt = this.model();
    return learnt.model.answersTo(scoresOf(learnt, X));
  }

  /** Weights, 1 × d. @throws NotFittedError */
  get coef(): Matrix {
    return coefOf(this.model());
  }

  /** The bias, length 1. @throws NotFittedError */
  get intercept(): Float64Array {
    return interceptOf(this.model());
  }

  /** Epochs of the last fit. @throws NotFittedError */
  get nIter(): number {
    return this.model().progress.nIter;
  }

  toState(): PlainData {
    const { nFeatures, progress } = this.model();
    return { name: this.name, parameters: this.getParams(), nFeatures, ...progressToState(progress) };
  }

  /** @throws DataError when the state is not what `toState` of this class returned; ParameterError. */
  static fromState(state: PlainData): SGDRegressor {
    const reader = new StateReader("SGDRegressor", state);
    const estimator = new SGDRegressor(reader.parameters());
    checkSGDParameters("regressor", DEFAULTS, estimator.parameters);
    const model = modelOf("regressor", estimator.parameters, reader.count("nFeatures"), null);
    const progress = progressFromState(reader, estimator.parameters, model);
    estimator.learnt = learntOf(model, progress, estimator.parameters);
    return estimator;
  }

  private train(
    model: LinearModel,
    X: Matrix,
    y: ArrayLike<number>,
    options: FitOptions,
    epochs: Epochs,
    progress: SGDProgress,
  ): void {
    const seed = options.seed ?? this.parameters.seed;
    checkSeed(seed);
    const { targets, weights } = numberTargets(X, y, options, checkedInTraining);
    checkWidth(X, model.nFeatures);
    model.checkTargets(targets);
    const data = { X, y: targets, sampleWeight: weights, classWeight: null };
    const trained = trainSGD(model, data, this.parameters, epochs, seed, progress);
    this.learnt = learntOf(model, trained, this.parameters);
  }
}
