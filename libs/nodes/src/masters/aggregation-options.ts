import { checkOneOf, checkOptions, ParameterError, type Estimator, type Task } from "@chimera/algorithms";
import {
  ENSEMBLE_DEFAULTS,
  requireMerge,
  resolveEnsemble,
  unfittedCopy,
  type EnsembleOptions,
  type EnsembleSettings,
} from "@chimera/distributed";

export interface AggregationOptions extends EnsembleOptions {
  /**
   * What becomes of the workers' models. `mean` (default): each stays on its worker, a prediction is the mean or the
   * majority of theirs (bagging). `merge`: they become one model of all rows, exactly, which the master predicts with;
   * needs `estimator`.
   */
  combine?: "mean" | "merge";
  /** With `combine: "merge"`: the workers' learner, with the same parameters; it must have `merge`. */
  estimator?: Estimator;
}

/** The settings of the one algorithm or the other; `estimator` is there when models are merged. */
export interface AggregationSettings {
  ensemble: EnsembleSettings;
  estimator: Estimator | undefined;
}

/** @throws ParameterError that names the option, its rule and the value. */
export function resolveAggregation(task: Task, options: AggregationOptions): AggregationSettings {
  checkOptions({ ...ENSEMBLE_DEFAULTS, combine: "mean", estimator: undefined }, options);
  const { combine = "mean", estimator } = options;
  const ensemble = resolveEnsemble(task, options);
  checkOneOf(["mean", "merge"], "combine", combine);
  if (combine === "merge") return { ensemble, estimator: mergeableOf(task, options) };
  if (estimator === undefined) return { ensemble, estimator };
  const rule = 'be left out unless combine is "merge": the workers bring their own';
  throw new ParameterError("estimator", rule, nameOf(estimator));
}

function mergeableOf(task: Task, { estimator, voting, weighting }: AggregationOptions): Estimator {
  for (const [name, value] of Object.entries({ voting, weighting })) {
    if (value === undefined) continue;
    throw new ParameterError(
      name,
      'be left out with combine "merge": there is one model, and every row counts',
      value,
    );
  }
  if (typeof estimator?.fit !== "function" || estimator.task !== task) {
    throw new ParameterError("estimator", `be the ${task} that the workers fit`, nameOf(estimator));
  }
  requireMerge(estimator);
  return unfittedCopy(estimator);
}

/** What a message says of an estimator, or of what was given in its place. */
function nameOf(estimator: unknown): unknown {
  return (estimator as Partial<Estimator> | null | undefined)?.name ?? estimator;
}
