import { checkGemv, type Floats, type Strided } from "@chimera/algorithms";
import { copy, copyRows, rowsOf } from "./copies.ts";
import { WORKSPACE_BYTES, type DataMemories, type DataMemory } from "./data-memory.ts";
import type { Scratch } from "./scratch.ts";

/** Bytes of a matrix that go through the scratch memory at once. */
const BLOCK_BYTES = 262_144;
/** The longest vectors that the workspace behind a matrix holds, in bytes: one of them, and the other. */
const VECTOR_BYTES = WORKSPACE_BYTES / 2;

/** Where a matrix can be read by the module, with room for two vectors. */
interface Place {
  readonly call: DataMemory["instance"]["call"];
  readonly floats: Floats;
  readonly a: number;
  readonly stride: number;
  readonly x: number;
  readonly y: number;
}

/** y ← α A x + β y and y ← α Aᵀ x + β y: A is read where it lies, if it lies in kernel memory; blocks of it are copied otherwise. */
export class WasmGemv {
  readonly #memories: DataMemories;
  readonly #scratch: Scratch;

  constructor(memories: DataMemories, scratch: Scratch) {
    this.#memories = memories;
    this.#scratch = scratch;
  }

  gemv<T extends Floats>(alpha: number, A: Strided<T>, x: T, beta: number, y: T): void {
    checkGemv(A, x, y, false);
    if (alpha === 0 || A.nColumns === 0) return scale(y, beta);
    const size = this.#rowsAtOnce(A);
    for (let first = 0; first < A.nRows; first += size) {
      const m = Math.min(size, A.nRows - first);
      const place = this.#placeOf(A, first, m);
      const { call, floats } = place;
      const width = floats.BYTES_PER_ELEMENT;
      copy(x, 0, A.nColumns, floats, place.x / width);
      copyScaled(y, first, m, beta, floats, place.y / width);
      const run = width === 8 ? call.gemv64 : call.gemv32;
      run(alpha, place.a, place.stride, m, A.nColumns, place.x, place.y);
      copy(floats, place.y / width, m, y, first);
    }
  }

  gemvTransposed<T extends Floats>(alpha: number, A: Strided<T>, x: T, beta: number, y: T): void {
    checkGemv(A, x, y, true);
    scale(y, beta);
    if (alpha === 0 || A.nColumns === 0) return;
    const size = this.#rowsAtOnce(A);
    for (let first = 0; first < A.nRows; first += size) {
      const m = Math.min(size, A.nRows - first);
      const place = this.#placeOf(A, first, m);
      const { call, floats } = place;
      const width = floats.BYTES_PER_ELEMENT;
      // The longer of the two may be that of the columns: the places of x and y are as long.
      copy(x, first, m, floats, place.y / width);
      copy(y, 0, A.nColumns, floats, place.x / width);
      const run = width === 8 ? call.gemvTransposed64 : call.gemvTransposed32;
      run(alpha, place.a, place.stride, m, A.nColumns, place.y, place.x);
      copy(floats, place.x / width, A.nColumns, y, 0);
    }
  }

  /** A multiple of 8, so that the rows are grouped as they would be without blocks: the same bits wherever A lies. */
  #rowsAtOnce({ data, nColumns }: Strided): number {
    const width = data.BYTES_PER_ELEMENT;
    const isThere = this.#memories.of(data) !== undefined && nColumns * width <= VECTOR_BYTES;
    const rows = isThere ? VECTOR_BYTES / width : Math.min(VECTOR_BYTES, BLOCK_BYTES / nColumns) / width;
    return Math.max(8, Math.floor(rows / 8) * 8);
  }

  /** The rows of A from `first` on, where the module sees them. */
  #placeOf<T extends Floats>(A: Strided<T>, first: number, m: number): Place {
    const { data, offset, stride, nColumns } = A;
    const width = data.BYTES_PER_ELEMENT;
    const own = this.#memories.of(data);
    if (own && nColumns * width <= VECTOR_BYTES) {
      const { workspace } = own;
      const a = data.byteOffset + (offset + first * stride) * width;
      const floats = width === 8 ? own.float64 : own.float32;
      return { call: own.instance.call, floats, a, stride, x: workspace, y: workspace + VECTOR_BYTES };
    }
    const scratch = this.#scratch;
    const sizes = [m * nColumns * width, nColumns * width, m * width];
    scratch.begin(...sizes);
    const [a, x, y] = sizes.map((size) => scratch.take(size));
    const floats = width === 8 ? scratch.float64 : scratch.float32;
    copyRows(rowsOf(A, first, m), floats, a / width);
    return { call: scratch.call, floats, a, stride: nColumns, x, y };
  }
}

function scale(y: Floats, beta: number): void {
  if (beta === 0) y.fill(0);
  else if (beta !== 1) for (let i = 0; i < y.length; i++) y[i] *= beta;
}

/** With β = 0, y is not read. */
function copyScaled(y: Floats, first: number, n: number, beta: number, to: Floats, at: number): void {
  if (beta === 0) to.fill(0, at, at + n);
  else copy(y, first, n, to, at);
  if (beta !== 0 && beta !== 1) for (let i = at; i < at + n; i++) to[i] *= beta;
}
