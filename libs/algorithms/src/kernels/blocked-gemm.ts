import { taskPool, type ParallelTask } from "../parallel/task-pool.ts";
import type { Floats, Kernels, Product, Strided } from "./kernels.ts";
import { kernels } from "./current.ts";
import { strided } from "./strided.ts";

/** Rows of C that are computed together. It does not depend on the number of threads, so that neither do the bits. */
const BLOCK_ROWS = 256;
/** Smaller products, by their number of multiplications, are taken whole. */
const LEAST_BLOCKED = 2 ** 26;
/** And smaller ones than these are done by one thread before their factors have been copied for another. */
const LEAST_SHARED = 2 ** 31;

type Shared = Omit<Product, "A" | "C"> & { readonly nColumns: number };

/** op(A)'s rows of the block, and where C is read, its rows. */
interface Part {
  readonly A: Strided;
  readonly C: Strided | null;
  readonly nRows: number;
}

/** The rows of a block of C. */
export const blockProduct: ParallelTask<Shared, Part, Floats> = {
  name: "blockProduct",
  run({ nColumns, ...product }, { A, C, nRows }) {
    const data =
      A.data instanceof Float64Array
        ? new Float64Array(nRows * nColumns)
        : new Float32Array(nRows * nColumns);
    const block = strided<Floats>(data, nRows, nColumns);
    if (C !== null) copyRows(C, block);
    kernels().gemm({ ...product, A, C: block });
    return data;
  },
};

/**
 * The kernels with large products computed in blocks of rows, which the threads of `taskPool` share. One thread takes the
 * same blocks, one after another, so that the results are the same bits for any number of threads.
 *
 * The threads' own kernels are those without blocks.
 *
 * @param leastShared multiplications of a product from which on it is shared.
 */
export function withBlockedGemm(unblocked: Kernels, leastShared = LEAST_SHARED): Kernels {
  return {
    ...unblocked,
    gemm(product) {
      const { A, C, transposeA } = product;
      const depth = transposeA ? A.nRows : A.nColumns;
      const size = C.nRows * C.nColumns * depth;
      if (C.nRows <= BLOCK_ROWS || size < LEAST_BLOCKED) return unblocked.gemm(product);
      const blocks = Array.from({ length: Math.ceil(C.nRows / BLOCK_ROWS) }, (_, b) => blockOf(product, b));
      if (taskPool().nThreads === 1 || size < leastShared)
        return blocks.forEach((block) => unblocked.gemm({ ...product, ...block }));
      shareBlocks(product, blocks);
    },
  };
}

function shareBlocks(product: Product, blocks: readonly { A: Strided; C: Strided }[]): void {
  const { alpha, transposeA, transposeB, beta, C: whole } = product;
  const parts = blocks.map(({ A, C }): Part => ({
    A: compact(A),
    C: beta === 0 ? null : compact(C),
    nRows: C.nRows,
  }));
  const shared = { alpha, transposeA, transposeB, beta, B: compact(product.B), nColumns: whole.nColumns };
  taskPool()
    .map(blockProduct, shared, parts)
    .forEach((data, b) => copyRows(strided(data, blocks[b].C.nRows, whole.nColumns), blocks[b].C));
}

function blockOf({ A, C, transposeA }: Product, b: number): { A: Strided; C: Strided } {
  const first = b * BLOCK_ROWS;
  const nRows = Math.min(BLOCK_ROWS, C.nRows - first);
  return {
    A: transposeA
      ? { ...A, offset: A.offset + first, nColumns: nRows }
      : { ...A, offset: A.offset + first * A.stride, nRows },
    C: { ...C, offset: C.offset + first * C.stride, nRows },
  };
}

/** A copy without what lies between and around the rows: nothing else has to go to another thread. */
function compact(A: Strided): Strided {
  const length = A.nRows * A.nColumns;
  const data = A.data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  const copy = strided<Floats>(data, A.nRows, A.nColumns);
  copyRows(A, copy);
  return copy;
}

function copyRows(from: Strided, to: Strided): void {
  for (let i = 0; i < from.nRows; i++) {
    const start = from.offset + i * from.stride;
    to.data.set(from.data.subarray(start, start + from.nColumns), to.offset + i * to.stride);
  }
}
