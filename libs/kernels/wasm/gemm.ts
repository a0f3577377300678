import { at, lanes, madd } from "./lanes";

/**
 * C ← C + α op(A) op(B), after Goto & van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008: a block of
 * op(B), KC × NC, and a block of op(A), MC × KC, are packed so that the innermost loop reads both from their start to
 * their end; that loop keeps a tile of C in registers, MR rows of two vectors, and adds KC outer products to it.
 *
 * The packed op(A) stays in the second-level cache, a panel of the packed op(B) in the first.
 */

/** Rows of a tile. Its 12 sums, 2 vectors of B and 1 of A are the 15 registers that the compiler gives out. */
const MR: i32 = 6;
/** Rows of a block of op(A), a multiple of MR. */
const MC: i32 = 96;
/** Depth of a block. */
const KC: i32 = 256;
/** Columns of a block of op(B). */
const NC: i32 = 2048;

/** Columns of a tile: two vectors. */
function NR<T>(): i32 {
  return 2 * lanes<T>();
}

/** Bytes of working memory that `addGemm` needs for any product. */
export function gemmWorkspace(): i32 {
  return 8 * (MC * KC + KC * NC + MR * 8) + 64;
}

/**
 * @param m, n, k sizes of C and depth. @param aRow, aColumn from a row of op(A) to the next, and from a column to the next;
 * likewise of op(B). @param ldc from a row of C to the next. All in elements.
 */
export function addGemm<T>(
  m: i32,
  n: i32,
  k: i32,
  alpha: T,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  c: usize,
  ldc: i32,
  workspace: usize,
): void {
  const packedA = workspace;
  const packedB = at<T>(packedA, MC * KC);
  const edge = at<T>(packedB, KC * NC);
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(NC, n - jc);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(KC, k - pc);
      pack<T>(at<T>(b, pc * bRow + jc * bColumn), bColumn, bRow, nc, kc, NR<T>(), 1, packedB);
      for (let ic = 0; ic < m; ic += MC) {
        const mc = min(MC, m - ic);
        pack<T>(at<T>(a, ic * aRow + pc * aColumn), aRow, aColumn, mc, kc, MR, alpha, packedA);
        addBlock<T>(mc, nc, kc, packedA, packedB, at<T>(c, ic * ldc + jc), ldc, edge);
      }
    }
  }
}

/**
 * Writes a block as panels of `width` lines: element p of all lines of a panel, then element p + 1, … What is missing to a
 * whole panel is 0.
 *
 * @param line from a line (a row of op(A), a column of op(B)) to the next. @param step from an element of it to the next.
 */
function pack<T>(
  from: usize,
  line: i32,
  step: i32,
  nLines: i32,
  depth: i32,
  width: i32,
  factor: T,
  to: usize,
): void {
  for (let first = 0; first < nLines; first += width) {
    const present = min(width, nLines - first);
    for (let p = 0; p < depth; p++) {
      let source = at<T>(from, first * line + p * step);
      let q = 0;
      for (; q < present; q++) {
        store<T>(to, factor * load<T>(source));
        source += <usize>line * sizeof<T>();
        to += sizeof<T>();
      }
      for (; q < width; q++) {
        store<T>(to, 0);
        to += sizeof<T>();
      }
    }
  }
}

/** Adds the product of two packed blocks, tile by tile. Tiles at the edge go through `edge`, which is a whole tile. */
function addBlock<T>(
  mc: i32,
  nc: i32,
  kc: i32,
  packedA: usize,
  packedB: usize,
  c: usize,
  ldc: i32,
  edge: usize,
): void {
  const nr = NR<T>();
  for (let j = 0; j < nc; j += nr) {
    const columns = min(nr, nc - j);
    const panelB = at<T>(packedB, j * kc);
    for (let i = 0; i < mc; i += MR) {
      const rows = min(MR, mc - i);
      const panelA = at<T>(packedA, i * kc);
      const tile = at<T>(c, i * ldc + j);
      if (rows == MR && columns == nr) {
        addTile<T>(kc, panelA, panelB, tile, ldc);
      } else {
        memory.fill(edge, 0, <usize>(MR * nr) * sizeof<T>());
        addTile<T>(kc, panelA, panelB, edge, nr);
        addEdge<T>(rows, columns, edge, nr, tile, ldc);
      }
    }
  }
}

function addEdge<T>(rows: i32, columns: i32, edge: usize, width: i32, c: usize, ldc: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const to = at<T>(c, i * ldc + j);
      store<T>(to, load<T>(to) + load<T>(at<T>(edge, i * width + j)));
    }
  }
}

/** C ← C + (MR × kc) (kc × 2 vectors). */
function addTile<T>(kc: i32, a: usize, b: usize, c: usize, ldc: i32): void {
  let p0 = v128.splat<T>(0);
  let p1 = p0;
  let p2 = p0;
  let p3 = p0;
  let p4 = p0;
  let p5 = p0;
  let q0 = p0;
  let q1 = p0;
  let q2 = p0;
  let q3 = p0;
  let q4 = p0;
  let q5 = p0;
  for (let p = 0; p < kc; p++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let ai = v128.load_splat<T>(a);
    p0 = madd<T>(ai, b0, p0);
    q0 = madd<T>(ai, b1, q0);
    ai = v128.load_splat<T>(a, sizeof<T>());
    p1 = madd<T>(ai, b0, p1);
    q1 = madd<T>(ai, b1, q1);
    ai = v128.load_splat<T>(a, 2 * sizeof<T>());
    p2 = madd<T>(ai, b0, p2);
    q2 = madd<T>(ai, b1, q2);
    ai = v128.load_splat<T>(a, 3 * sizeof<T>());
    p3 = madd<T>(ai, b0, p3);
    q3 = madd<T>(ai, b1, q3);
    ai = v128.load_splat<T>(a, 4 * sizeof<T>());
    p4 = madd<T>(ai, b0, p4);
    q4 = madd<T>(ai, b1, q4);
    ai = v128.load_splat<T>(a, 5 * sizeof<T>());
    p5 = madd<T>(ai, b0, p5);
    q5 = madd<T>(ai, b1, q5);
    a += MR * sizeof<T>();
    b += 32;
  }
  addVectors<T>(c, p0, q0);
  addVectors<T>(at<T>(c, ldc), p1, q1);
  addVectors<T>(at<T>(c, 2 * ldc), p2, q2);
  addVectors<T>(at<T>(c, 3 * ldc), p3, q3);
  addVectors<T>(at<T>(c, 4 * ldc), p4, q4);
  addVectors<T>(at<T>(c, 5 * ldc), p5, q5);
}

function addVectors<T>(to: usize, p: v128, q: v128): void {
  v128.store(to, v128.add<T>(v128.load(to), p));
  v128.store(to, v128.add<T>(v128.load(to, 16), q), 16);
}
