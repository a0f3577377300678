import type { Matrix } from "@chimera/algorithms";
import type { RunEvent } from "@chimera/distributed";
import type { FitAnswer, NodeKind, WireBody } from "@chimera/protocol";
import type { Prediction } from "../predict/prediction.ts";

export type MasterKind = Extract<NodeKind, `${string}-master`>;

export interface FitRequestOptions {
  /** Go on from the parameters of the last fit instead of starting afresh. Default false. */
  warmStart?: boolean;
  /** Sees the run's events as they happen. */
  onEvent?: (event: RunEvent) => void;
}

/** One distributed algorithm as its master offers it: what HTTP handlers and `run` call. */
export interface MasterService {
  readonly nodeKind: MasterKind;
  /** @throws ParticipantError with reason `conflict` while a fit runs; CoordinationError when it cannot be done. */
  fit(options?: FitRequestOptions): Promise<FitAnswer>;
  /** The columns `predict` expects, in the model's order; `null` when unknown. @throws before a fit. */
  expectedColumns(): readonly string[] | null;
  /** Whether rows to predict may have missing values. Default: no. @throws before a fit. */
  takesMissing?(): boolean;
  /** @param X n × d, its columns named by `columns`. */
  predict(columns: string[], X: Matrix): Promise<Prediction>;
  /** The trained network in one piece, as a file's bytes, where the algorithm has one. @throws before a fit. */
  network?(): WireBody;
  /** Ends a running fit: its promise rejects. */
  stop(): void;
}
