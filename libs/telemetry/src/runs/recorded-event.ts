import type { RunEvent, WorkerName } from "@chimera/distributed";

/** First line of `events.jsonl`: what is run, and on whom. */
export interface RunStarted {
  type: "run-started";
  id: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** E.g. `parameter-server` or `aggregation`. */
  algorithm: string;
  /** What the user set and what was the default, as the algorithm names it. */
  settings: object;
  workers: readonly WorkerName[];
}

/** How a run ended; besides the status, whatever the algorithm reports (iterations, converged, finalLoss, …). */
export interface RunOutcome {
  /** `ok`: every worker to the end; `partial`: some failed; `failed`: no model; `interrupted`: stopped from outside. */
  status: "ok" | "partial" | "failed" | "interrupted";
  [fact: string]: unknown;
}

/** Last line of `events.jsonl`; it is missing when the process was killed. */
export type RunFinished = RunOutcome & { type: "run-finished" };

/** One line of `events.jsonl`; `t` is in ms since the start of the run, to the microsecond. */
export type RecordedEvent = { t: number } & (RunStarted | RunEvent | RunFinished);
