import { kernels, type Floats } from "../kernels/index.ts";
import type { DType } from "../tensor/tensor.ts";

/** Lengths that a pool remembers: micro-batches of ever new sizes must not fill the memory. */
const MOST_LENGTHS = 256;

export function allocate(dtype: DType, length: number): Floats {
  return dtype === "float32" ? kernels().allocateFloat32(length) : kernels().allocateFloat64(length);
}

/** Vectors that are free to be used again, by length: new memory costs more than the arithmetic of a small layer. */
export class BufferPool {
  private readonly dtype: DType;
  private readonly free = new Map<number, Floats[]>();

  constructor(dtype: DType) {
    this.dtype = dtype;
  }

  /** Whatever is in it. */
  take(length: number): Floats {
    return this.free.get(length)?.pop() ?? allocate(this.dtype, length);
  }

  give(buffer: Floats): void {
    const list = this.free.get(buffer.length);
    if (list) return void list.push(buffer);
    if (this.free.size >= MOST_LENGTHS) this.free.clear();
    this.free.set(buffer.length, [buffer]);
  }
}

/** What one micro-batch holds of a pool, to be given back at once. */
export class Lease {
  private readonly pool: BufferPool;
  private taken: Floats[] = [];

  constructor(pool: BufferPool) {
    this.pool = pool;
  }

  readonly take = (length: number): Floats => {
    const buffer = this.pool.take(length);
    this.taken.push(buffer);
    return buffer;
  };

  /** Twice does nothing more. */
  release(): void {
    for (const buffer of this.taken) this.pool.give(buffer);
    this.taken = [];
  }
}
