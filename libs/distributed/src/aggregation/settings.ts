import { checkIntegerAtLeast, checkOneOf, ParameterError, type Task } from "@chimera/algorithms";
import type { Voting, Weighting } from "./combine.ts";

/** How the master of distributed bagging makes one prediction out of the workers'. */
export interface EnsembleOptions {
  /** Seed of the workers' random choices, an integer ≥ 0. Default 0. */
  seed?: number;
  /**
   * Classifiers: `soft`, the mean of the class probabilities; or `hard`, the majority of the workers' classes, where
   * the probabilities answered are the shares of the votes and of equal ones the first class wins. Default `soft`.
   */
  voting?: Voting;
  /** `uniform`: every worker counts alike; `samples`: by the number of rows of its shard. Default `uniform`. */
  weighting?: Weighting;
}

/** The options with defaults filled in, and the task they are for. */
export type EnsembleSettings = Required<EnsembleOptions> & { task: Task };

export const ENSEMBLE_DEFAULTS: Required<EnsembleOptions> = { seed: 0, voting: "soft", weighting: "uniform" };

/** @throws ParameterError that names the option, its rule and the value. */
export function resolveEnsemble(task: Task, options: EnsembleOptions): EnsembleSettings {
  const { seed = 0, voting = "soft", weighting = "uniform" } = options;
  checkOneOf(["classifier", "regressor"], "task", task);
  checkIntegerAtLeast(0, "seed", seed);
  checkOneOf(["soft", "hard"], "voting", voting);
  checkOneOf(["uniform", "samples"], "weighting", weighting);
  if (task === "regressor" && voting === "hard") {
    throw new ParameterError(
      "voting",
      "be soft for a regressor: numbers have a mean, but no majority",
      voting,
    );
  }
  return { task, seed, voting, weighting };
}
