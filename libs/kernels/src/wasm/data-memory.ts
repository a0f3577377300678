import { KernelMemoryError } from "./memory-error.ts";
import { FIRST_FREE, WasmInstance } from "./instance.ts";

/** A memory that holds one large array, and behind it a workspace for what is computed with it. */
export interface DataMemory {
  readonly instance: WasmInstance;
  readonly float64: Float64Array;
  readonly float32: Float32Array;
  readonly int32: Int32Array;
  /** Address of the workspace, a multiple of 16. */
  readonly workspace: number;
}

/** Bytes of the workspace: two vectors of 8,192 float64. What is not touched costs nothing. */
export const WORKSPACE_BYTES = 131_072;

/** Below, an array is not worth a memory of its own (which takes some 30 µs). */
const LEAST_BYTES = 16_384;

/**
 * Every large array has a WebAssembly memory of its own, and an instance of the module that sees it. So nothing has to
 * be freed – the garbage collector takes a memory when no array refers to it – and nothing moves: a memory that grows
 * would detach all arrays in it.
 */
export class DataMemories {
  readonly #module: WebAssembly.Module;
  readonly #mostBytes: number;
  readonly #byBuffer = new WeakMap<ArrayBufferLike, DataMemory>();

  /** @param mostBytes of one array. */
  constructor(module: WebAssembly.Module, mostBytes: number) {
    this.#module = module;
    this.#mostBytes = mostBytes;
  }

  /** The memory that an array lies in; undefined for one of JavaScript's own. */
  of({ buffer }: { readonly buffer: ArrayBufferLike }): DataMemory | undefined {
    return this.#byBuffer.get(buffer);
  }

  /**
   * @param view makes the array from a buffer and an offset.
   * @throws KernelMemoryError
   */
  allocate<T>(length: number, bytesEach: number, view: (buffer: ArrayBuffer, offset: number) => T): T {
    const bytes = length * bytesEach;
    if (bytes < LEAST_BYTES) return view(new ArrayBuffer(bytes), 0);
    return view(this.#open(bytes), FIRST_FREE);
  }

  #open(bytes: number): ArrayBuffer {
    if (bytes > this.#mostBytes) throw new KernelMemoryError(bytes, this.#mostBytes);
    const workspace = FIRST_FREE + Math.ceil(bytes / 16) * 16;
    const instance = this.#instance(workspace + WORKSPACE_BYTES, bytes);
    const { buffer } = instance.memory;
    this.#byBuffer.set(buffer, {
      instance,
      float64: new Float64Array(buffer),
      float32: new Float32Array(buffer),
      int32: new Int32Array(buffer),
      workspace,
    });
    return buffer;
  }

  #instance(total: number, bytes: number): WasmInstance {
    try {
      return new WasmInstance(this.#module, total);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new KernelMemoryError(bytes, this.#mostBytes);
    }
  }
}
