/** What a worker did, and when, in one step of training. Times are in ms, on the worker's own clock. */
export interface ActionRecord {
  /** 0, 1, … over all epochs. */
  readonly step: number;
  readonly type: "forward" | "backward" | "all-reduce" | "update";
  /** 0 … m − 1 of the replica; 0 for what comes once in a step. */
  readonly microBatch: number;
  readonly chunk: number;
  /**
   * From being ready for it to having its input, and, for what comes once in a step, to knowing that all that was sent before
   * has arrived: waiting, which is neither computing nor sending.
   */
  readonly waitMs: number;
  /** When it began to compute, in ms since 1970. */
  readonly start: number;
  /** Of the forward, backward or update alone; next to nothing for an all-reduce. */
  readonly computeMs: number;
  /** In all-reduces, from their begin to their end, the waiting for others in them included: this follows, or interrupts, computing. */
  readonly exchangeMs: number;
  /** From sending the result to knowing that it arrived; the worker goes on meanwhile. 0 where nothing is sent. */
  sendMs: number;
  /** Sent: of the result, and in all-reduces. */
  bytes: number;
  /** Micro-batches whose activations the worker held then, its own included. */
  readonly stored: number;
}

/** What was exchanged in all-reduces. */
export interface Exchange {
  readonly ms: number;
  /** Sent by this worker. */
  readonly bytes: number;
}

/** ms since 1970, with a fraction. */
export type Clock = () => number;
