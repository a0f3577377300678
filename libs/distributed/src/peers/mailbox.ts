import type { Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";

/** A take that waits for its message. */
interface Waiting {
  resolve(message: Tensor): void;
  reject(error: Error): void;
}

/**
 * Where messages wait for whoever takes them, and takers for messages that have not come yet. It serves one run at a time:
 * tags begin with the run's name and a space, and what belongs to another run is dropped. So a run must have begun at all
 * workers before any of them sends.
 */
export class Mailbox {
  #runId: string | undefined;
  #reason = "No run has begun.";
  readonly #messages = new Map<string, Tensor>();
  readonly #waiting = new Map<string, Waiting>();
  /** What has been taken: a sender whose answer was lost sends again. */
  readonly #taken = new Set<string>();

  /** Begins a run: messages whose tags begin with its name are kept from now on. */
  open(runId: string): void {
    this.abandon(`The run ${runId} began meanwhile: let one master at a time use a worker.`);
    this.#runId = runId;
  }

  /** Ends the run: all who wait, and all who ask later, are refused with the reason. */
  abandon(reason: string): void {
    this.#runId = undefined;
    this.#reason = reason;
    this.#messages.clear();
    this.#taken.clear();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Error(reason));
  }

  /** Brings a message; it becomes the taker's own. The same again, or one of another run, is dropped. */
  deliver(from: WorkerName, tag: string, message: Tensor): void {
    const key = keyOf(from, tag);
    if (!this.#serves(tag) || this.#taken.has(key) || this.#messages.has(key)) return;
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return void this.#messages.set(key, message);
    this.#waiting.delete(key);
    this.#taken.add(key);
    waiting.resolve(message);
  }

  /**
   * The message, as soon as it is there.
   *
   * @throws Error with the reason when the run is abandoned; Error when it has been asked for before: it can be taken once,
   *   and a second taker would wait for ever.
   */
  take(from: WorkerName, tag: string): Promise<Tensor> {
    if (!this.#serves(tag)) return Promise.reject(new Error(this.#reason));
    const key = keyOf(from, tag);
    if (this.#taken.has(key) || this.#waiting.has(key)) return Promise.reject(askedTwice(from, tag));
    const message = this.#messages.get(key);
    if (message === undefined)
      return new Promise((resolve, reject) => this.#waiting.set(key, { resolve, reject }));
    this.#messages.delete(key);
    this.#taken.add(key);
    return Promise.resolve(message);
  }

  /** Nobody will send again what has been taken so far: the memory of it is freed. */
  forgetTaken(): void {
    this.#taken.clear();
  }

  #serves(tag: string): boolean {
    return this.#runId !== undefined && tag.startsWith(`${this.#runId} `);
  }
}

function keyOf(from: WorkerName, tag: string): string {
  return `${from} ${tag}`;
}

function askedTwice(from: WorkerName, tag: string): Error {
  return new Error(
    `Expected one taker for "${tag}" from ${from}, got a second: give each message a tag of its own.`,
  );
}
