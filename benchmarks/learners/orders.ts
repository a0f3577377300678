import type { DataFile } from "./data-file.ts";

/** What a benchmark asks a process that holds one learner. Orders and answers are lines of JSON. */
export type LearnerOrder =
  | { order: "load"; train: DataFile; test: DataFile; estimator: string; module?: string; parameters: object }
  /** Fits a new learner. */
  | { order: "fit" }
  /** Predicts the test rows with the learner of the last fit. */
  | { order: "predict" };

/** Seconds that the learner took, nothing of loading and transport in it. */
export interface LearnerAnswer {
  seconds: number;
  /** Of a fit: the share of the test rows that it gets right, or r². */
  score?: number;
  /** Of `load`: name and version of what computes. */
  version?: string;
}
