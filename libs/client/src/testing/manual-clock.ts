import type { Clock } from "../clock.ts";

/** A clock that a test winds: timers ring when `fire` is called, or at once if told so. */
export class ManualClock implements Clock {
  /** The lengths of all timers ever set. */
  readonly set: number[] = [];
  readonly #waiting = new Map<number, () => void>();
  readonly #rings: (milliseconds: number) => boolean;

  /** @param rings which timers ring at once, by their length. */
  constructor(rings: (milliseconds: number) => boolean = () => false) {
    this.#rings = rings;
  }

  /** Timers neither rung nor called off. */
  get waiting(): number {
    return this.#waiting.size;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const id = this.set.push(milliseconds);
    this.#waiting.set(id, callback);
    if (this.#rings(milliseconds)) queueMicrotask(() => this.#ring(id));
    return () => this.#waiting.delete(id);
  }

  /** Lets every waiting timer ring. */
  fire(): void {
    for (const id of [...this.#waiting.keys()]) this.#ring(id);
  }

  #ring(id: number): void {
    const callback = this.#waiting.get(id);
    this.#waiting.delete(id);
    callback?.();
  }
}
