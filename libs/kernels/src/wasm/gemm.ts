import { checkGemm, type Floats, type Product, type Strided } from "@chimera/algorithms";
import { copyRows, copyRowsBack, rowsOf } from "./copies.ts";
import type { Scratch } from "./scratch.ts";

/** Bytes of op(A) that are copied at once: more rows of it at once would be no faster. */
const BLOCK_BYTES = 33_554_432;
/** Rows of a block are a multiple of what the module takes at once (its MC). */
const ROWS = 96;

/** C ← α op(A) op(B) + β C through the scratch memory: n² elements are copied for n³ products. */
export function wasmGemm<T extends Floats>(scratch: Scratch, product: Product<T>): void {
  checkGemm(product);
  const { alpha, A, transposeA, beta, C } = product;
  const depth = transposeA ? A.nRows : A.nColumns;
  const rowBytes = A.data.BYTES_PER_ELEMENT * (depth + C.nColumns);
  const size = ROWS * Math.max(1, Math.floor(BLOCK_BYTES / ROWS / Math.max(1, rowBytes)));
  for (let first = 0; first < C.nRows; first += size) {
    const m = Math.min(size, C.nRows - first);
    const part = {
      ...product,
      A: transposeA ? columnsOf(A, first, m) : rowsOf(A, first, m),
      C: rowsOf(C, first, m),
    };
    if (alpha === 0 || depth === 0) scaleRows(part.C, beta);
    else multiply(scratch, part, depth);
  }
}

function multiply<T extends Floats>(
  scratch: Scratch,
  { alpha, A, transposeA, B, transposeB, beta, C }: Product<T>,
  depth: number,
): void {
  const width = A.data.BYTES_PER_ELEMENT;
  const sizes = [A, B, C].map(({ nRows, nColumns }) => nRows * nColumns * width);
  const workspaceBytes = scratch.call.gemmWorkspace();
  scratch.begin(...sizes, workspaceBytes);
  const [a, b, c] = sizes.map((size) => scratch.take(size));
  const floats = width === 8 ? scratch.float64 : scratch.float32;
  copyRows(A, floats, a / width);
  copyRows(B, floats, b / width);
  const own = { data: floats, offset: c / width, nRows: C.nRows, nColumns: C.nColumns, stride: C.nColumns };
  if (beta !== 0) copyRows(C, floats, c / width);
  scaleRows(own, beta);
  const { gemm64, gemm32 } = scratch.call;
  const run = width === 8 ? gemm64 : gemm32;
  const [aRow, aColumn] = transposeA ? [1, A.nColumns] : [A.nColumns, 1];
  const [bRow, bColumn] = transposeB ? [1, B.nColumns] : [B.nColumns, 1];
  const workspace = scratch.take(workspaceBytes);
  run(C.nRows, C.nColumns, depth, alpha, a, aRow, aColumn, b, bRow, bColumn, c, C.nColumns, workspace);
  copyRowsBack(floats, c / width, C);
}

/** C ← β C; with β = 0, C is not read. */
function scaleRows({ data, offset, nRows, nColumns, stride }: Strided, beta: number): void {
  if (beta === 1) return;
  for (let i = 0; i < nRows; i++) {
    const start = offset + i * stride;
    if (beta === 0) data.fill(0, start, start + nColumns);
    else for (let at = start; at < start + nColumns; at++) data[at] *= beta;
  }
}

function columnsOf<T extends Floats>(A: Strided<T>, first: number, nColumns: number): Strided<T> {
  return { ...A, offset: A.offset + first, nColumns };
}
