import type { EstimatorBase, EstimatorClass } from "./estimator.ts";
import { GaussianNB } from "./naive-bayes/index.ts";
import { mergeObstacle, Pipeline } from "./pipeline/index.ts";
import { ESTIMATORS } from "./registry.ts";
import { StandardScaler } from "./transformers/index.ts";

/** The ways of distributed learning, and what an estimator must have to join each. */
const REQUIRES = {
  /** Every worker fits its own; anything that fits and predicts will do. */
  bagging: () => true,
  /** Gradients travel. */
  parameterServer: (estimator: EstimatorBase) => estimator.gradient !== undefined,
  /** Sufficient statistics travel; those of a pipeline step by step. */
  exactAggregation: (estimator: EstimatorBase) => mergeObstacle(estimator) === null,
  /** Layers are dealt out to the workers. */
  modelParallelism: (estimator: EstimatorBase) => estimator.layers !== undefined,
} satisfies Record<string, (estimator: EstimatorBase) => boolean>;

export type DistributedMode = keyof typeof REQUIRES;

/** @returns which distributed modes an estimator can join, a user's own included. */
export function distributedModes(estimator: EstimatorBase): Record<DistributedMode, boolean> {
  const entries = Object.entries(REQUIRES).map(([mode, isMet]) => [mode, isMet(estimator)]);
  return Object.fromEntries(entries) as Record<DistributedMode, boolean>;
}

/** Every estimator of this package, with its default parameters, beside the modes it can join. */
export function distributedModesTable(): { estimator: string; modes: Record<DistributedMode, boolean> }[] {
  return Object.entries(ESTIMATORS).map(([estimator, Class]) => {
    // A pipeline has no default: it joins the modes that its steps allow.
    const made =
      Class === Pipeline
        ? new Pipeline([new StandardScaler(), new GaussianNB()])
        : new (Class as EstimatorClass)({} as never);
    return { estimator, modes: distributedModes(made) };
  });
}
