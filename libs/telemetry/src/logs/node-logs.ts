/** What an entry says besides its text, e.g. `{ worker: "worker2", round: 3 }`. */
export type Facts = Record<string, unknown>;

/** Writes one entry: a text, or facts and a text. */
export interface Say {
  (text: string): void;
  (facts: Facts, text: string): void;
}

/** The work flow and key events of a node. */
export interface StatusLog {
  info: Say;
  warn: Say;
  error: Say;
}

/** One served request, or one call that this node made. */
export interface TimeEntry {
  /** Path, e.g. `/v1/chimera/sgd/fit-step`. */
  endpoint: string;
  /** HTTP method in capitals, e.g. `POST`. */
  method: string;
  /** HTTP status of the answer; 0 when there was none. */
  status: number;
  /** From the arrival of the request to the end of the answer, in ms; for a call, from sending to the decoded answer. */
  latencyMs: number;
  /** Name of the node that was called, when this node was the caller; left out for a request it served. */
  peer?: string;
}

/** The two logs of a node. Calls return at once; nothing they do can fail the caller. */
export interface NodeLogs {
  status: StatusLog;
  time(entry: TimeEntry): void;
  /** Writes what is still in memory. */
  close(): Promise<void>;
}

/** How much an entry matters, least first. */
export type Severity = "info" | "warn" | "error";

/** The least severity that is kept; `silent` keeps nothing. */
export type LogLevel = Severity | "silent";

/** Names of the two files in a node's folder of logs. */
export const STATUS_LOG = "chimera_status.log";
export const TIME_LOG = "chimera_time.log";

/** Splits the arguments of a `Say` into text and facts. */
export function entryOf(first: string | Facts, text?: string): { text: string; facts: Facts } {
  return typeof first === "string" ? { text: first, facts: {} } : { text: text ?? "", facts: first };
}
