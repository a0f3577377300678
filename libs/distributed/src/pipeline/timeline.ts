/** What a worker did, and when, in one step of training. Times are in ms, on the worker's own clock. */
export interface ActionRecord {
  /** 0, 1, … over all epochs. */
  readonly step: number;
  readonly type: "forward" | "backward" | "all-reduce" | "update";
  /** 0 … m − 1 of the replica; 0 for what comes once in a step. */
  readonly microBatch: number;
  readonly chunk: number;
  /** From being ready for it to having its input: waiting, which is neither computing nor sending. */
  readonly waitMs: number;
  /** When it began to compute, in ms since 1970. */
  readonly start: number;
  /** Forward, backward or update alone; for an all-reduce from its begin to its end. */
  readonly computeMs: number;
  /** From sending the result to knowing that it arrived; the worker goes on meanwhile. 0 where nothing is sent. */
  sendMs: number;
  /** Of the result that was sent. */
  bytes: number;
  /** Micro-batches whose activations the worker held then, its own included. */
  readonly stored: number;
}

/** ms since 1970, with a fraction. */
export type Clock = () => number;
