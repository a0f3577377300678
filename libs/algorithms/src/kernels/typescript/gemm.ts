import { asIndex } from "../../tensor/as-index.ts";
import type { Floats, Product, Strided } from "../kernels.ts";
import { checkGemm } from "../operands.ts";
import { addRowsTimesRows } from "./rows-times-rows.ts";
import { scale } from "./scale.ts";

/** Rows of op(B) in a panel, and its columns: 128 kB, which the second-level cache holds. */
const PANEL_ROWS = 128;
const PANEL_COLUMNS = 128;

/**
 * C ← α op(A) op(B) + β C. A Bᵀ has rows of both in its inner loop; otherwise it goes panel by panel of op(B): each is packed row by row, so that one inner loop serves both forms
 * of B; it adds four rows of the panel to a row of C.
 */
export function gemm<T extends Floats>(product: Product<T>): void {
  checkGemm(product);
  const { alpha, A, transposeA, beta, C } = product;
  for (let i = 0; i < C.nRows; i++) {
    scale(C.data, C.offset + i * C.stride, C.offset + i * C.stride + C.nColumns, beta);
  }
  const inner = transposeA ? A.nRows : A.nColumns;
  if (alpha === 0) return;
  if (!transposeA && product.transposeB) return addRowsTimesRows(alpha, A, product.B, C);
  const panel = new Float64Array(Math.min(PANEL_ROWS, inner) * Math.min(PANEL_COLUMNS, C.nColumns));
  for (let k = 0; k < inner; k += PANEL_ROWS) {
    const depth = Math.min(PANEL_ROWS, inner - k);
    for (let j = 0; j < C.nColumns; j += PANEL_COLUMNS) {
      const width = Math.min(PANEL_COLUMNS, C.nColumns - j);
      pack(product, k, depth, j, width, panel);
      addPanel(product, k, depth, j, width, panel);
    }
  }
}

/** panel ← op(B) from (k, j) on, `depth` rows of `width`. */
function pack<T extends Floats>(
  { B, transposeB }: Product<T>,
  k: number,
  depth: number,
  j: number,
  width: number,
  panel: Float64Array,
): void {
  const [byRow, byColumn] = steps(B, transposeB);
  for (let p = 0; p < depth; p++) {
    const from = B.offset + (k + p) * byRow + j * byColumn;
    for (let q = 0; q < width; q++) panel[p * width + q] = B.data[from + q * byColumn];
  }
}

function addPanel<T extends Floats>(
  { alpha, A, transposeA, C }: Product<T>,
  k: number,
  depth: number,
  j: number,
  nColumns: number,
  panel: Float64Array,
): void {
  const [byRow, byColumn] = steps(A, transposeA);
  const width = asIndex(nColumns);
  const { data: a } = A;
  const { data: c } = C;
  const whole = depth - (depth % 4);
  for (let i = 0; i < C.nRows; i++) {
    const to = C.offset + i * C.stride + j;
    const from = A.offset + i * byRow + k * byColumn;
    for (let p = 0; p < whole; p += 4) {
      const a0 = alpha * a[from + p * byColumn];
      const a1 = alpha * a[from + (p + 1) * byColumn];
      const a2 = alpha * a[from + (p + 2) * byColumn];
      const a3 = alpha * a[from + (p + 3) * byColumn];
      const b0 = asIndex(p * width);
      const b1 = asIndex(b0 + width);
      const b2 = asIndex(b1 + width);
      const b3 = asIndex(b2 + width);
      for (let q = 0; q < width; q++) {
        c[to + q] += a0 * panel[b0 + q] + a1 * panel[b1 + q] + (a2 * panel[b2 + q] + a3 * panel[b3 + q]);
      }
    }
    for (let p = whole; p < depth; p++) {
      const ap = alpha * a[from + p * byColumn];
      for (let q = 0; q < width; q++) c[to + q] += ap * panel[p * width + q];
    }
  }
}

/** From a row of op(M) to the next, and from a column to the next. */
function steps({ stride }: Strided, transposed: boolean): [byRow: number, byColumn: number] {
  return transposed ? [1, stride] : [stride, 1];
}
