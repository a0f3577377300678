import { checkRectifyGradient, checkRows, type Floats, type Strided } from "@chimera/algorithms";
import { copy, copyRows, copyRowsBack, rowsOf } from "./copies.ts";
import { WORKSPACE_BYTES, type DataMemories, type DataMemory } from "./data-memory.ts";
import type { Scratch } from "./scratch.ts";

/** Bytes that are copied at once; no more than a workspace holds. */
const BLOCK_BYTES = 65_536;

/** What is written is computed where it lies, if it lies in kernel memory; blocks of it are copied otherwise. */
export class WasmRectifier {
  readonly #memories: DataMemories;
  readonly #scratch: Scratch;

  constructor(memories: DataMemories, scratch: Scratch) {
    this.#memories = memories;
    this.#scratch = scratch;
  }

  addToRows<T extends Floats>(Z: Strided<T>, b: T): void {
    this.#rows(Z, b, Z.data.BYTES_PER_ELEMENT === 8 ? "addToRows64" : "addToRows32");
  }

  rectifyRows<T extends Floats>(Z: Strided<T>, b: T): void {
    this.#rows(Z, b, Z.data.BYTES_PER_ELEMENT === 8 ? "rectifyRows64" : "rectifyRows32");
  }

  rectifyGradient<T extends Floats>(y: T, g: T): void {
    checkRectifyGradient(y, g);
    const own = this.#memories.of(g);
    const size = BLOCK_BYTES / g.BYTES_PER_ELEMENT;
    for (let first = 0; first < g.length; first += size) {
      const end = Math.min(first + size, g.length);
      if (own) rectifyThere(own, y, g, first, end);
      else rectifyThrough(this.#scratch, y, g, first, end);
    }
  }

  #rows<T extends Floats>(Z: Strided<T>, b: T, name: RowsName): void {
    checkRows(Z, b);
    if (Z.nColumns === 0) return;
    const rowBytes = Z.nColumns * Z.data.BYTES_PER_ELEMENT;
    const own = this.#memories.of(Z.data);
    if (own && rowBytes <= WORKSPACE_BYTES) return rowsThere(own, Z, b, name);
    const size = Math.max(1, Math.floor(BLOCK_BYTES / rowBytes));
    for (let first = 0; first < Z.nRows; first += size)
      rowsThrough(this.#scratch, rowsOf(Z, first, Math.min(size, Z.nRows - first)), b, name);
  }
}

type RowsName = `${"addToRows" | "rectifyRows"}${64 | 32}`;

/** Only b is copied. */
function rowsThere(own: DataMemory, Z: Strided, b: Floats, name: RowsName): void {
  const { instance, workspace } = own;
  const { data, offset, stride, nRows, nColumns } = Z;
  const width = data.BYTES_PER_ELEMENT;
  copy(b, 0, nColumns, floatsOf(own, width), workspace / width);
  instance.call[name](data.byteOffset + offset * width, stride, nRows, nColumns, workspace);
}

function rowsThrough(scratch: Scratch, Z: Strided, b: Floats, name: RowsName): void {
  const { nRows, nColumns } = Z;
  const width = Z.data.BYTES_PER_ELEMENT;
  const sizes = [nRows * nColumns * width, nColumns * width];
  scratch.begin(...sizes);
  const [z, bias] = sizes.map((size) => scratch.take(size));
  const floats = floatsOf(scratch, width);
  copyRows(Z, floats, z / width);
  copy(b, 0, nColumns, floats, bias / width);
  scratch.call[name](z, nColumns, nRows, nColumns, bias);
  copyRowsBack(floats, z / width, Z);
}

/** Only y is copied. */
function rectifyThere(own: DataMemory, y: Floats, g: Floats, first: number, end: number): void {
  const { instance, workspace } = own;
  const width = g.BYTES_PER_ELEMENT;
  copy(y, first, end - first, floatsOf(own, width), workspace / width);
  const run = width === 8 ? instance.call.rectifyGradient64 : instance.call.rectifyGradient32;
  run(workspace, g.byteOffset + first * width, end - first);
}

function rectifyThrough(scratch: Scratch, y: Floats, g: Floats, first: number, end: number): void {
  const width = g.BYTES_PER_ELEMENT;
  const n = end - first;
  scratch.begin(n * width, n * width);
  const [from, to] = [scratch.take(n * width), scratch.take(n * width)];
  const floats = floatsOf(scratch, width);
  copy(y, first, n, floats, from / width);
  copy(g, first, n, floats, to / width);
  const run = width === 8 ? scratch.call.rectifyGradient64 : scratch.call.rectifyGradient32;
  run(from, to, n);
  copy(floats, to / width, n, g, first);
}

function floatsOf({ float64, float32 }: Pick<DataMemory, "float64" | "float32">, width: number): Floats {
  return width === 8 ? float64 : float32;
}
