import { ArrivingTensors } from "@chimera/protocol";
import type { IncomingMessage } from "node:http";

/** Smaller bodies are not worth keeping memory for. */
const LEAST_BYTES = 65_536;
/** So many buffers are kept when nobody uses them: orders come one after another, seldom two at once. */
const MOST_KEPT = 2;

export interface LentBody {
  readonly body: Uint8Array;
  /** Of a body of tensors. */
  readonly arrived?: ArrivingTensors;
}

/**
 * Memory for the bodies of large requests, used again when they have been answered: fresh memory takes five times as
 * long to fill.
 */
export class RequestMemory {
  readonly #free: Uint8Array[] = [];

  /**
   * Reads a body of a known length into memory of ours, lets it be used, and takes the memory back.
   *
   * @param facts.length bytes that were announced. @param facts.isTensors whether they are tensors.
   * @param use must not keep the body, nor a view of it, beyond its promise.
   * @throws Error when the sender goes away before all of it has come.
   */
  async with<T>(
    incoming: IncomingMessage,
    { length, isTensors }: { length: number; isTensors: boolean },
    use: (lent: LentBody) => T | Promise<T>,
  ): Promise<T> {
    const memory = this.#take(length);
    const body = memory.subarray(0, length);
    const arrived = isTensors ? new ArrivingTensors(body) : undefined;
    try {
      await fill(body, incoming, arrived);
      return await use({ body, ...(arrived && { arrived }) });
    } finally {
      if (memory.length >= LEAST_BYTES && this.#free.length < MOST_KEPT) this.#free.push(memory);
    }
  }

  /** The smallest that is large enough; without one, a new one. */
  #take(length: number): Uint8Array {
    const fitting = this.#free.filter((memory) => memory.length >= length);
    if (fitting.length === 0) return new Uint8Array(length);
    const smallest = fitting.reduce((a, b) => (b.length < a.length ? b : a));
    this.#free.splice(this.#free.indexOf(smallest), 1);
    return smallest;
  }
}

/** By events: an asynchronous iterator takes half as long again. */
function fill(body: Uint8Array, incoming: IncomingMessage, arrived?: ArrivingTensors): Promise<void> {
  const { length } = body;
  let end = 0;
  return new Promise((resolve, reject) => {
    incoming.on("data", (chunk: Uint8Array) => {
      body.set(chunk, end);
      end += chunk.length;
      arrived?.advance(end);
    });
    incoming.once("end", resolve);
    incoming.once("close", () => {
      if (end < length) reject(new Error(`The sender went away after ${end} of ${length} bytes.`));
    });
    incoming.once("error", reject);
  });
}
