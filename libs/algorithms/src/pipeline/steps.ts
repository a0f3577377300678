import { DataError, ParameterError } from "../errors.ts";
import type { Estimator, PlainData } from "../estimator.ts";
import { ESTIMATORS, type EstimatorName } from "../registry.ts";
import { TRANSFORMERS, type Transformer, type TransformerName } from "../transformers/index.ts";

/** A transformer, or the estimator at the end. */
export type PipelineStep = Transformer | Estimator;

/** A step as plain JSON data: what it takes to make it. */
export interface StepDescription {
  /** The class name. */
  readonly name: string;
  /** Of its constructor. Default: none. */
  readonly parameters?: PlainData;
}

/** The class of a step: its constructor takes what its `getParams` returns. */
export interface StepClass {
  new (parameters?: never): PipelineStep;
  fromState(state: PlainData): PipelineStep;
}

/** Classes of a user's own, by the `name` of their objects: so that such steps can be made from plain data. */
export type OwnClasses = Readonly<Record<string, StepClass>>;

/** Transformers, then an estimator. */
export interface Steps {
  readonly transformers: readonly Transformer[];
  readonly estimator: Estimator;
}

const RULE = "be a list of transformers and, as its last, an estimator";

/**
 * The steps that a pipeline was given, as objects or as descriptions.
 *
 * @throws ParameterError for what is no list of steps, and for the name of an unknown class.
 */
export function stepsFrom(given: unknown, own: OwnClasses): Steps {
  if (!Array.isArray(given) || given.length === 0) throw new ParameterError("steps", RULE, given);
  const steps = given.map((step: unknown) => (isStep(step) ? step : makeStep(step, own)));
  const fault = steps.find((step, i) => !(i < steps.length - 1 ? isTransformer(step) : isEstimator(step)));
  if (fault !== undefined) throw new ParameterError("steps", RULE, `${fault.name} as one of ${steps.length}`);
  return { transformers: steps.slice(0, -1) as Transformer[], estimator: steps.at(-1) as Estimator };
}

/** The steps in their order, the estimator last. */
export function listOf({ transformers, estimator }: Steps): PipelineStep[] {
  return [...transformers, estimator];
}

/** What makes an unfitted step again. */
export function describeStep(step: PipelineStep): StepDescription & PlainData {
  return { name: step.name, parameters: step.getParams() };
}

/**
 * An unfitted step with the same parameters: by its `clone()`, when it has one, else by its class's constructor from what
 * `getParams` returns.
 */
export function cloneOf<Step extends PipelineStep>(step: Step & { clone?(): Step }): Step {
  if (step.clone !== undefined) return step.clone();
  const Class = step.constructor as new (parameters: PlainData) => Step;
  return new Class(step.getParams());
}

/** A fitted step of the class of `step`, from its state. @throws DataError when it is not a state of that class. */
export function restored<Step extends PipelineStep>(step: Step, state: PlainData, own: OwnClasses): Step {
  const { fromState } = step.constructor as { fromState?(state: PlainData, own: OwnClasses): Step };
  if (state.name === step.name && fromState !== undefined) {
    return fromState.call(step.constructor, state, own);
  }
  throw new DataError({
    expected: `a state of a ${step.name}, whose class has a static fromState`,
    got: fromState === undefined ? "a class without it" : `one of ${JSON.stringify(state.name)}`,
    remedy: "Give what toState() returned, unchanged; add fromState to a class of your own.",
  });
}

/** A Pipeline inside of this one takes the own classes too, as its second argument; others take one argument. */
function makeStep(given: unknown, own: OwnClasses): PipelineStep {
  const { name, parameters = {} } = (given ?? {}) as Partial<StepDescription>;
  const Class = typeof name === "string" ? classOf(name, own) : undefined;
  if (Class !== undefined)
    return new (Class as new (parameters: PlainData, own: OwnClasses) => PipelineStep)(parameters, own);
  const known = [own, TRANSFORMERS, ESTIMATORS].flatMap((table) => Object.keys(table)).join(", ");
  throw new ParameterError(
    "steps",
    `have the name of a class for each step (${known}); give one of your own as an object, or its class by name as the second argument`,
    given,
  );
}

function classOf(name: string, own: OwnClasses): unknown {
  if (Object.hasOwn(own, name)) return own[name];
  if (Object.hasOwn(TRANSFORMERS, name)) return TRANSFORMERS[name as TransformerName];
  return Object.hasOwn(ESTIMATORS, name) ? ESTIMATORS[name as EstimatorName] : undefined;
}

function isStep(value: unknown): value is PipelineStep {
  return typeof (value as PipelineStep | null)?.fit === "function";
}

function isTransformer(step: PipelineStep): step is Transformer {
  return "transform" in step;
}

function isEstimator(step: PipelineStep): step is Estimator {
  return "predict" in step;
}
