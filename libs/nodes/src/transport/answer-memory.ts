import type { WorkerName } from "@chimera/distributed";

/** Smaller answers are not worth keeping memory for. */
const LEAST_BYTES = 65_536;

/** Memory for one answer of each worker, kept from round to round. */
export class AnswerMemory {
  readonly #byWorker = new Map<WorkerName, Uint8Array>();
  readonly #vectors = new Map<WorkerName, Float64Array>();

  /** @returns at least so many bytes, which hold the answer of this worker that came before; undefined for a small one. */
  of(worker: WorkerName, bytes: number): Uint8Array | undefined {
    if (bytes < LEAST_BYTES) return undefined;
    const kept = this.#byWorker.get(worker);
    if (kept && kept.length >= bytes) return kept;
    const memory = new Uint8Array(bytes);
    this.#byWorker.set(worker, memory);
    return memory;
  }

  /** The same for the vector of an answer, where it has to be converted: exactly so many numbers. */
  vectorOf(worker: WorkerName, length: number): Float64Array {
    const kept = this.#vectors.get(worker);
    if (kept?.length === length) return kept;
    const vector = new Float64Array(length);
    this.#vectors.set(worker, vector);
    return vector;
  }
}
