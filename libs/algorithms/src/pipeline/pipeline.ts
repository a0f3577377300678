import { StateReader } from "../base/index.ts";
import { NotFittedError } from "../errors.ts";
import type {
  Classifier,
  ClassifierFitOptions,
  Estimator,
  Label,
  PlainData,
  Regressor,
  Task,
} from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import type { Transformer } from "../transformers/index.ts";
import { checkOptions } from "../validation/parameters.ts";
import {
  cloneOf,
  describeStep,
  listOf,
  restored,
  stepsFrom,
  type OwnClasses,
  type PipelineStep,
  type StepDescription,
  type Steps,
} from "./steps.ts";

/** What a pipeline has beside what its last step has. */
export interface PipelineParts {
  readonly name: "Pipeline";
  /** Whether X may hold NaN: what the first step says. */
  readonly takesMissing: boolean;
  /** Transformers, then the estimator: the fitted ones after `fit`, before it those of the constructor. */
  readonly steps: readonly PipelineStep[];
  /** An unfitted pipeline of clones of the constructor's steps. */
  clone(): this;
  /** Becomes the pipeline whose fitted steps have these states. @throws DataError; then it stays as it was. */
  adopt(states: readonly PlainData[]): this;
}

/** A pipeline is of the task of its last step. */
export type Pipeline<E extends Estimator = Estimator> = E extends Classifier
  ? Classifier & PipelineParts
  : Regressor & PipelineParts;

export interface PipelineParameters {
  readonly steps: readonly (PipelineStep | StepDescription)[];
}

export interface PipelineClass {
  /** Stores the steps; `fit` checks them. @param own classes of steps of your own that `fromState` has to make. */
  new <E extends Estimator>(steps: readonly [...Transformer[], E], own?: OwnClasses): Pipeline<E>;
  new (parameters: PipelineParameters, own?: OwnClasses): Pipeline;
  /**
   * Brings back a fitted pipeline from what `toState` returned.
   *
   * @param own classes of steps of your own, by their names.
   * @throws DataError or ParameterError when the state is not of that form, or has a step of an unknown class.
   */
  fromState(state: PlainData, own?: OwnClasses): Pipeline;
}

type FitArguments = [X: Matrix, y: ArrayLike<never>, options?: ClassifierFitOptions];

class StepsInOrder {
  readonly name = "Pipeline";
  private readonly parameters: PipelineParameters;
  private readonly own: OwnClasses;
  /** The constructor's steps, once someone asks for them. */
  private given: Steps | undefined;
  private fitted: Steps | null = null;

  constructor(steps: PipelineParameters["steps"] | PipelineParameters, own: OwnClasses = {}) {
    this.parameters = Array.isArray(steps) ? { steps } : (steps as PipelineParameters);
    this.own = own;
  }

  get task(): Task {
    return this.unfitted().estimator.task;
  }

  get takesMissing(): boolean {
    return listOf(this.unfitted())[0].takesMissing ?? false;
  }

  get steps(): readonly PipelineStep[] {
    return listOf(this.fitted ?? this.unfitted());
  }

  get classes(): readonly Label[] {
    return (this.model().estimator as Classifier).classes;
  }

  /** Waits for all steps. */
  async ready(): Promise<void> {
    await Promise.all(listOf(this.unfitted()).map((step) => ("ready" in step ? step.ready?.() : undefined)));
  }

  fit(...[X, y, options = {}]: FitArguments): this {
    checkOptions({ steps: null }, this.parameters);
    const { transformers, estimator } = clonesOf(this.unfitted());
    const { sampleWeight } = options;
    let Z = X;
    for (const step of transformers) Z = step.fit(Z, { sampleWeight }).transform(Z);
    estimator.fit(Z, y, options);
    this.fitted = { transformers, estimator };
    return this;
  }

  /** `undefined` unless all steps can. */
  get partialFit(): ((...given: FitArguments) => this) | undefined {
    return listOf(this.unfitted()).every((step) => step.partialFit) ? this.learnMore : undefined;
  }

  predict(X: Matrix): ArrayLike<Label> {
    return this.model().estimator.predict(this.through(X));
  }

  /** `undefined` for a regressor. */
  get predictProba(): ((X: Matrix) => Matrix) | undefined {
    return this.task === "classifier" ? this.probabilities : undefined;
  }

  score(X: Matrix, y: ArrayLike<never>): number {
    return this.model().estimator.score(this.through(X), y);
  }

  getParams(): PlainData {
    return { ...this.parameters, steps: listOf(this.unfitted()).map(describeStep) };
  }

  toState(): PlainData {
    const steps = listOf(this.model()).map((step) => step.toState());
    return { name: this.name, parameters: this.getParams(), steps };
  }

  static fromState(state: PlainData, own: OwnClasses = {}): StepsInOrder {
    const reader = new StateReader("Pipeline", state);
    const pipeline = new StepsInOrder(reader.parameters() as PipelineParameters, own);
    return pipeline.adopt(reader.objects("steps").map((step) => step.plain()));
  }

  clone(): this {
    const steps = listOf(clonesOf(this.unfitted()));
    return new StepsInOrder({ ...this.parameters, steps }, this.own) as this;
  }

  adopt(states: readonly PlainData[]): this {
    const { transformers, estimator } = this.unfitted();
    const nSteps = transformers.length + 1;
    if (states.length !== nSteps) {
      new StateReader(this.name, {}).refuse(`the states of ${nSteps} steps`, states.length);
    }
    this.fitted = {
      transformers: transformers.map((step, i) => restored(step, states[i], this.own)),
      estimator: restored(estimator, states[nSteps - 1], this.own),
    };
    return this;
  }

  /** Transformers learn on copies, so that rows that a later step refuses leave them as they were. */
  private learnMore(...[X, y, options = {}]: FitArguments): this {
    const { sampleWeight } = options;
    const before = this.fitted;
    const transformers = before
      ? before.transformers.map((step) => restored(step, step.toState(), this.own))
      : clonesOf(this.unfitted()).transformers;
    let Z = X;
    for (const step of transformers) Z = step.partialFit!(Z, { sampleWeight }).transform(Z);
    const estimator = before ? before.estimator : cloneOf(this.unfitted().estimator);
    (estimator as Regressor).partialFit!(Z, y, options);
    this.fitted = { transformers, estimator };
    return this;
  }

  private probabilities(X: Matrix): Matrix {
    return (this.model().estimator as Classifier).predictProba(this.through(X));
  }

  private through(X: Matrix): Matrix {
    return this.model().transformers.reduce((Z, step) => step.transform(Z), X);
  }

  private unfitted(): Steps {
    this.given ??= stepsFrom(this.parameters.steps, this.own);
    return this.given;
  }

  private model(): Steps {
    if (this.fitted === null) throw new NotFittedError(this.name);
    return this.fitted;
  }
}

function clonesOf({ transformers, estimator }: Steps): Steps {
  return { transformers: transformers.map((step) => cloneOf(step)), estimator: cloneOf(estimator) };
}

/**
 * Transformers and an estimator, one after the other, as one estimator:
 *
 *     fit:      X → T₁ → T₂ → … → E learns        predict:   x → T₁ → T₂ → … → E answers
 *
 * Each step is fitted on what the steps before it make of the training rows, and on prediction each applies what it learnt
 * then: rows to predict never change a mean or a category.
 *
 *     new Pipeline([new SimpleImputer(), new StandardScaler(), new DecisionTreeClassifier({ maxDepth: 5 })])
 *
 * Task, `classes` and `predictProba` are the last step's; seed and classes reach it, sample weights reach all steps. `fit`
 * fits clones, so that the constructor's steps stay as they are and a refused fit changes nothing: look at `steps` for what
 * was learnt. A class of a user's own can be a step: it is cloned by its `clone()`, or by its constructor from what
 * `getParams` returns; for `toState` and back it needs a static `fromState`.
 *
 * `partialFit` exists when all steps have it: every step learns more, and transforms by what it knows then.
 *
 * scikit-learn fits the steps that it was given, names them, and passes sample weights to none unless told.
 */
// A class cannot have members that depend on the type of a constructor's argument; an interface can.
export const Pipeline = StepsInOrder as unknown as PipelineClass;
