import { BaseRegressor, numberTargets, StateReader } from "../base/index.ts";
import type { FitOptions, ModelShape, PlainData } from "../estimator.ts";
import { readyActivation, type Sequential } from "../layers/index.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkSeed } from "../validation/parameters.ts";
import { networkOf } from "./layout.ts";
import { coefsOf, fitToState, interceptsOf, learntFromState, type MLPLearnt } from "./learnt.ts";
import { MLPModel } from "./mlp-model.ts";
import {
  activationName,
  checkArchitecture,
  checkMLPParameters,
  MLP_DEFAULTS,
  trainingParameters,
  type MLPParameters,
} from "./parameters.ts";
import { trainMLP } from "./train.ts";

export type MLPRegressorParameters = MLPParameters;

/**
 * A multilayer perceptron that answers a number: dense layers, trained on half the squared error by `adam`, `sgd` or `lbfgs`.
 *
 * Names, defaults, steps and differences are those of `MLPClassifier`; the target is one number for each row. Targets of a size
 * near 1 are learnt soonest.
 */
export class MLPRegressor extends BaseRegressor<MLPParameters, MLPLearnt> {
  readonly name = "MLPRegressor";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<MLPParameters> = {}) {
    super({ ...MLP_DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n finite numbers. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    checkMLPParameters(this.parameters);
    const { seed = this.parameters.seed } = options;
    checkSeed(seed);
    const { targets, weights } = numberTargets(X, y, options);
    const model = new MLPModel(this.parameters, { nFeatures: X.nColumns, classes: null });
    const fit = trainMLP(model, { X, y: targets, weights }, this.parameters, seed);
    this.learnt = { nFeatures: X.nColumns, model, ...fit };
    return this;
  }

  predict(X: Matrix): Float64Array {
    const { model, theta } = this.modelFor(X);
    return model.predict(theta, X);
  }

  /** Loads the parser of expressions when the activation is one. @throws ParameterError with what is wrong in it. */
  ready(): Promise<void> {
    return readyActivation(activationName(this.parameters.activation));
  }

  /** Parameter server: the network of these parameters. @throws ParameterError */
  gradient({ nFeatures }: ModelShape): MLPModel {
    checkArchitecture(this.parameters);
    return new MLPModel(this.parameters, { nFeatures, classes: null });
  }

  /** Model parallelism: the same network, for a pipeline to cut. @throws ParameterError */
  layers({ nFeatures }: ModelShape): Sequential {
    checkArchitecture(this.parameters);
    return networkOf(this.parameters, { nFeatures, classes: null });
  }

  /** Parameters that were set and do not count where only the network does, in a pipeline. */
  trainingParameters(): string[] {
    return trainingParameters(this.parameters);
  }

  /** The weights of every layer, inputs × units. @throws NotFittedError */
  get coefs(): Matrix[] {
    return coefsOf(this.model());
  }

  /** The biases of every layer. @throws NotFittedError */
  get intercepts(): Float64Array[] {
    return interceptsOf(this.model());
  }

  /** Epochs of the last fit (`lbfgs`: iterations). @throws NotFittedError */
  get nIter(): number {
    return this.model().nIter;
  }

  /** The loss of every epoch, penalty included; of `lbfgs` the last alone. @throws NotFittedError */
  get lossCurve(): readonly number[] {
    return this.model().lossCurve;
  }

  /** r² on the rows held out, after every epoch; empty without early stopping. @throws NotFittedError */
  get validationScores(): readonly number[] {
    return this.model().validationScores;
  }

  toState(): PlainData {
    const learnt = this.model();
    const { name } = this;
    return { name, parameters: this.getParams(), nFeatures: learnt.nFeatures, ...fitToState(learnt) };
  }

  /** @throws DataError when the state is not what `toState` of this class returned; ParameterError. */
  static fromState(state: PlainData): MLPRegressor {
    const reader = new StateReader("MLPRegressor", state);
    const estimator = new MLPRegressor(reader.parameters());
    estimator.learnt = learntFromState(reader, estimator.parameters, null);
    return estimator;
  }
}
