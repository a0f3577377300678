import { checkDistances, checkInside, type Floats, type Strided } from "@chimera/algorithms";
import { copyRows, copyRowsBack, rowsOf } from "./copies.ts";
import type { Scratch } from "./scratch.ts";

/** Bytes that go through the scratch memory at once. */
const BLOCK_BYTES = 262_144;

/** Rows are filled up to whole vectors of 16 bytes with −∞, which adds nothing. */
export function wasmSoftmaxRows<T extends Floats>(scratch: Scratch, Z: Strided<T>): void {
  checkInside("Z", Z);
  if (Z.nColumns === 0) return;
  const width = Z.data.BYTES_PER_ELEMENT;
  const lanes = 16 / width;
  const rowLength = Math.ceil(Z.nColumns / lanes) * lanes;
  const size = Math.max(1, Math.floor(BLOCK_BYTES / (rowLength * width)));
  for (let first = 0; first < Z.nRows; first += size) {
    const rows = rowsOf(Z, first, Math.min(size, Z.nRows - first));
    const bytes = rows.nRows * rowLength * width;
    scratch.begin(bytes);
    const z = scratch.take(bytes);
    const floats = width === 8 ? scratch.float64 : scratch.float32;
    if (rowLength > Z.nColumns) floats.fill(-Infinity, z / width, (z + bytes) / width);
    copyRows(rows, floats, z / width, rowLength);
    const run = width === 8 ? scratch.call.softmaxRows64 : scratch.call.softmaxRows32;
    run(z, rows.nRows, rowLength);
    copyRowsBack(floats, z / width, rows, rowLength);
  }
}

/** Blocks of A's rows against blocks of B's. */
export function wasmSquaredDistances<T extends Floats>(
  scratch: Scratch,
  A: Strided<T>,
  B: Strided<T>,
  D: Strided<T>,
): void {
  checkDistances(A, B, D);
  const rowBytes = A.data.BYTES_PER_ELEMENT * Math.max(1, A.nColumns);
  // A multiple of 4, which the module takes together: the same bits however many rows there are.
  const size = 4 * Math.max(1, Math.floor(BLOCK_BYTES / 8 / rowBytes));
  for (let i = 0; i < A.nRows; i += size) {
    for (let j = 0; j < B.nRows; j += size) {
      const a = rowsOf(A, i, Math.min(size, A.nRows - i));
      const b = rowsOf(B, j, Math.min(size, B.nRows - j));
      const d = { ...D, offset: D.offset + i * D.stride + j, nRows: a.nRows, nColumns: b.nRows };
      distancesOfBlocks(scratch, a, b, d);
    }
  }
}

function distancesOfBlocks(scratch: Scratch, A: Strided, B: Strided, D: Strided): void {
  const width = A.data.BYTES_PER_ELEMENT;
  const sizes = [A, B, D].map(({ nRows, nColumns }) => nRows * nColumns * width);
  scratch.begin(...sizes);
  const [a, b, d] = sizes.map((size) => scratch.take(size));
  const floats = width === 8 ? scratch.float64 : scratch.float32;
  copyRows(A, floats, a / width);
  copyRows(B, floats, b / width);
  const { squaredDistances64, squaredDistances32 } = scratch.call;
  const run = width === 8 ? squaredDistances64 : squaredDistances32;
  run(a, A.nRows, b, B.nRows, A.nColumns, d);
  copyRowsBack(floats, d / width, D);
}
