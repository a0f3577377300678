import type { Label, PlainData, Task } from "@chimera/algorithms";

/** What a merging master asks its workers. Every order is safe to repeat: a worker keeps nothing between them. */
export type MergeOrder =
  | { type: "describe" }
  | {
      type: "fit";
      fitId: string;
      /** Which step is to be fitted, 1…R. A plain estimator is one step. */
      round: number;
      /** The agreed columns, in the order of every state. */
      columns: string[];
      /** The agreed classes, sorted; `null` for a regressor. */
      classes: Label[] | null;
      /** Each worker seeds its stream by hash(seed, its name). */
      seed: number;
      /** The merged states of the steps 1…round − 1, which transform the rows first. */
      merged: PlainData[];
    };

export type MergeAnswer =
  | MergeDescription
  /** What `toState` of the step returned, once it was fitted on this worker's rows. */
  | { type: "state"; state: PlainData };

/** The name and parameters of one step, e.g. `GaussianNB` and `{ varSmoothing: 1e-9 }`. */
export interface StepDescription {
  name: string;
  parameters: PlainData;
}

/** What a worker says of itself and its learner before the fit. */
export interface MergeDescription {
  type: "description";
  task: Task;
  steps: StepDescription[];
  /** Feature names, trimmed and in lower case. */
  columns: string[];
  nSamples: number;
  /** Sorted labels seen on its shard; `null` for a regressor. */
  classes: Label[] | null;
  /** Names of the bagging options it was given, which do not go with merging. */
  draws: string[];
  kernel: string;
}
