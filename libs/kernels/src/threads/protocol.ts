import type { MessagePort } from "node:worker_threads";
import type { WantedKernels } from "../choose-kernels.ts";

/** What a thread is told when it starts. */
export interface ThreadStart {
  /** What it chooses for itself, as its process did. */
  readonly kernels: WantedKernels;
  /** One number: 1 while the thread is at a job, else 0. It says so before it takes a part. */
  readonly busy: SharedArrayBuffer;
  /** Where it sends `PartResult`s. */
  readonly results: MessagePort;
}

/** A computation that threads share. */
export interface Job {
  /** Tells the results of one job from those of the next. */
  readonly id: number;
  readonly task: string;
  readonly shared: unknown;
  readonly parts: readonly unknown[];
  /** Two numbers that all threads share: see `NEXT_PART` and `EVENTS`. */
  readonly counters: SharedArrayBuffer;
}

/** The result of a part; without one it failed. */
export interface PartResult {
  readonly job: number;
  readonly part: number;
  readonly result?: unknown;
}

/** The part that is to be taken next. */
export const NEXT_PART = 0;
/** Grows with everything that a waiting thread wants to know. */
export const EVENTS = 1;
