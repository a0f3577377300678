import type { EstimatorBase } from "./estimator.ts";
import { ESTIMATORS } from "./registry.ts";

/** The ways of distributed learning, and what an estimator must have to join each. */
const REQUIRES = {
  /** Every worker fits its own; anything that fits and predicts will do. */
  bagging: () => true,
  /** Gradients travel. */
  parameterServer: (estimator: EstimatorBase) => estimator.gradient !== undefined,
  /** Sufficient statistics travel. */
  exactAggregation: (estimator: EstimatorBase) => estimator.merge !== undefined,
  /** Layers are dealt out to the workers. */
  modelParallelism: (estimator: EstimatorBase) => estimator.layers !== undefined,
} satisfies Record<string, (estimator: EstimatorBase) => boolean>;

export type DistributedMode = keyof typeof REQUIRES;

/** @returns which distributed modes an estimator can join, a user's own included. */
export function distributedModes(estimator: EstimatorBase): Record<DistributedMode, boolean> {
  const entries = Object.entries(REQUIRES).map(([mode, isMet]) => [mode, isMet(estimator)]);
  return Object.fromEntries(entries) as Record<DistributedMode, boolean>;
}

/** Every estimator of this package beside the modes it can join. */
export function distributedModesTable(): { estimator: string; modes: Record<DistributedMode, boolean> }[] {
  return Object.entries(ESTIMATORS).map(([estimator, Class]) => ({
    estimator,
    modes: distributedModes(Class.prototype as EstimatorBase),
  }));
}
