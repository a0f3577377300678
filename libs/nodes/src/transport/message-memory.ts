import { BufferPool, type Floats, type Tensor } from "@chimera/algorithms";

/**
 * Memory for what the other workers send, where the kernel wants its numbers, used again when it is given back: a fresh
 * piece costs more than to fill it, and the garbage collector would stop a worker once a step.
 */
export class MessageMemory {
  readonly #pools = { float32: new BufferPool("float32"), float64: new BufferPool("float64") };
  /** What is out: memory that is given back twice must not be lent twice. */
  readonly #lent = new WeakSet<Floats>();

  /** @returns the same tensor in memory of its own. */
  copyOf({ shape, data }: Tensor): Tensor {
    const copy = this.#poolOf(data).take(data.length);
    copy.set(data);
    this.#lent.add(copy);
    return { shape, data: copy };
  }

  /** The tensor is needed no more. One that is not from here is left alone. */
  release({ data }: Tensor): void {
    if (this.#lent.delete(data)) this.#poolOf(data).give(data);
  }

  #poolOf(data: Floats): BufferPool {
    return this.#pools[data instanceof Float32Array ? "float32" : "float64"];
  }
}
