import { BaseClassifier, classTargets, StateReader } from "../base/index.ts";
import { ParameterError } from "../errors.ts";
import type { ClassifierFitOptions, Label, ModelShape, PlainData } from "../estimator.ts";
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

export type MLPClassifierParameters = MLPParameters;

interface Learnt extends MLPLearnt {
  readonly classes: readonly Label[];
}

/**
 * A multilayer perceptron (Rumelhart, Hinton & Williams, Learning Representations by Back-Propagating Errors, 1986) that
 * classifies: dense layers, trained on the cross-entropy by `adam`, `sgd` or `lbfgs`.
 *
 * Names, defaults and, from the same first weights and without shuffling, the steps are those of scikit-learn's `MLPClassifier`.
 * Differences: the random order and the first weights are our own (Glorot's for every activation, biases 0); labels are one
 * class for each row; more activations, sample weights and `dtype` are ours; there is no `partialFit`, and `lbfgs` has no limit but
 * `maxIter`. Features want a mean near 0 and a variance near 1.
 */
export class MLPClassifier extends BaseClassifier<MLPParameters, Learnt> {
  readonly name = "MLPClassifier";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<MLPParameters> = {}) {
    super({ ...MLP_DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n labels. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    checkMLPParameters(this.parameters);
    const { seed = this.parameters.seed } = options;
    checkSeed(seed);
    const { classes, codes, weights } = classTargets(X, y, options);
    const model = new MLPModel(this.parameters, { nFeatures: X.nColumns, classes });
    const fit = trainMLP(model, { X, y: codes, weights }, this.parameters, seed);
    this.learnt = { nFeatures: X.nColumns, classes, model, ...fit };
    return this;
  }

  predictProba(X: Matrix): Matrix {
    const { model, theta } = this.modelFor(X);
    return model.predictProba(theta, X);
  }

  /** Loads the parser of expressions when the activation is one. @throws ParameterError with what is wrong in it. */
  ready(): Promise<void> {
    return readyActivation(activationName(this.parameters.activation));
  }

  /** Parameter server: the network of these parameters. @throws ParameterError */
  gradient(shape: ModelShape): MLPModel {
    this.checkShape(shape);
    return new MLPModel(this.parameters, shape);
  }

  /** Model parallelism: the same network, for a pipeline to cut. @throws ParameterError */
  layers(shape: ModelShape): Sequential {
    this.checkShape(shape);
    return networkOf(this.parameters, shape);
  }

  /** Parameters that were set and do not count where only the network does, in a pipeline. */
  trainingParameters(): string[] {
    return trainingParameters(this.parameters);
  }

  private checkShape({ classes }: ModelShape): void {
    checkArchitecture(this.parameters);
    if (classes === null) throw new ParameterError("classes", "be a list for a classifier", classes);
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

  /** The accuracy on the rows held out, after every epoch; empty without early stopping. @throws NotFittedError */
  get validationScores(): readonly number[] {
    return this.model().validationScores;
  }

  toState(): PlainData {
    const learnt = this.model();
    const { nFeatures, classes } = learnt;
    const { name } = this;
    return { name, parameters: this.getParams(), nFeatures, classes: [...classes], ...fitToState(learnt) };
  }

  /** @throws DataError when the state is not what `toState` of this class returned; ParameterError. */
  static fromState(state: PlainData): MLPClassifier {
    const reader = new StateReader("MLPClassifier", state);
    const estimator = new MLPClassifier(reader.parameters());
    const classes = reader.classes();
    estimator.learnt = { classes, ...learntFromState(reader, estimator.parameters, classes) };
    return estimator;
  }
}
