import type { Label, Matrix } from "@chimera/algorithms";
import type { RunEvent, WorkerName } from "@chimera/distributed";
import type { FitAnswer, NodeKind, WireBody } from "@chimera/protocol";

export type MasterKind = Extract<NodeKind, `${string}-master`>;

export interface FitRequestOptions {
  /** Go on from the parameters of the last fit instead of starting afresh. Default false. */
  warmStart?: boolean;
  /** Sees the run's events as they happen. */
  onEvent?: (event: RunEvent) => void;
}

/** What a master answers for n rows. */
export interface Prediction {
  /** n labels of a classifier, n numbers of a regressor. */
  values: Label[];
  /** A classifier's K classes; `null` for a regressor. */
  classes: Label[] | null;
  /** n × K probabilities, where the algorithm answers them, in the order of `classes`. */
  probabilities?: { matrix: Matrix; classes: Label[] };
  /** Workers whose part is missing, and why. */
  failed: { name: WorkerName; reason: string }[];
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

/** Where a worker listens. */
export interface WorkerAddress {
  name: WorkerName;
  /** Where the master reaches it, without a trailing slash, e.g. `http://127.0.0.1:40123`. */
  url: string;
  /** Where the other workers reach it, when that is somewhere else: by name on a Compose network. */
  peerUrl?: string;
}
