import { KernelMemoryError } from "./memory-error.ts";
import { FIRST_FREE, PAGE, WasmInstance, type WasmExports } from "./instance.ts";

/**
 * The one memory of a process for operands that lie elsewhere. It grows as products ask for it, up to a limit, and never
 * shrinks. Nobody keeps a view of it, for growing detaches them.
 */
export class Scratch {
  readonly #instance: WasmInstance;
  readonly #mostBytes: number;
  float64: Float64Array;
  float32: Float32Array;
  int32: Int32Array;
  #end = FIRST_FREE;

  constructor(module: WebAssembly.Module, mostBytes: number) {
    this.#instance = new WasmInstance(module, FIRST_FREE);
    this.#mostBytes = mostBytes;
    const { buffer } = this.#instance.memory;
    this.float64 = new Float64Array(buffer);
    this.float32 = new Float32Array(buffer);
    this.int32 = new Int32Array(buffer);
  }

  get call(): WasmExports {
    return this.#instance.call;
  }

  /** Makes room for arrays of so many bytes each, and forgets what was there. @throws KernelMemoryError */
  begin(...sizes: readonly number[]): void {
    let bytes = FIRST_FREE;
    for (const size of sizes) bytes += rounded(size);
    this.#end = FIRST_FREE;
    const { memory } = this.#instance;
    if (bytes <= memory.buffer.byteLength) return;
    if (bytes > this.#mostBytes) throw new KernelMemoryError(bytes, this.#mostBytes);
    try {
      memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / PAGE));
    } catch {
      throw new KernelMemoryError(bytes, this.#mostBytes);
    }
    this.float64 = new Float64Array(memory.buffer);
    this.float32 = new Float32Array(memory.buffer);
    this.int32 = new Int32Array(memory.buffer);
  }

  /** The address of the next array of those that `begin` made room for. */
  take(bytes: number): number {
    const at = this.#end;
    this.#end += rounded(bytes);
    return at;
  }
}

function rounded(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
