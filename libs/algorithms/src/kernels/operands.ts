import { DataError } from "../errors.ts";
import type { Floats, HistogramSum, Product, SGDSweep, Strided } from "./kernels.ts";

/** What every kernel refuses before it computes. All throw DataError. */

export function checkDot(x: Floats, y: Floats): void {
  checkType(x, y);
  checkLength("y", y.length, x.length, "as many as x has");
}

export function checkAxpy(x: Floats, y: Floats): void {
  checkDot(x, y);
  checkApart("y", y, 0, y.length, "x", x, 0, x.length);
}

/** Of `addToRows` and `rectifyRows`. */
export function checkRows(Z: Strided, b: Floats): void {
  checkType(Z.data, b);
  checkInside("Z", Z);
  checkLength("b", b.length, Z.nColumns, "one per column of Z");
  checkApart("Z", Z.data, Z.offset, endOf(Z), "b", b, 0, b.length);
}

export function checkRectifyGradient(y: Floats, g: Floats): void {
  checkType(y, g);
  checkLength("g", g.length, y.length, "as many as y has");
  checkApart("g", g, 0, g.length, "y", y, 0, y.length);
}

/** @param transposed whether the product is Aᵀ x. */
export function checkGemv(A: Strided, x: Floats, y: Floats, transposed: boolean): void {
  checkType(A.data, x);
  checkType(A.data, y);
  checkInside("A", A);
  const { nRows, nColumns } = A;
  checkLength(
    "x",
    x.length,
    transposed ? nRows : nColumns,
    transposed ? "one per row of A" : "one per column of A",
  );
  checkLength(
    "y",
    y.length,
    transposed ? nColumns : nRows,
    transposed ? "one per column of A" : "one per row of A",
  );
  checkApart("y", y, 0, y.length, "x", x, 0, x.length);
  checkApart("y", y, 0, y.length, "A", A.data, A.offset, endOf(A));
}

export function checkGemm({ A, transposeA, B, transposeB, C }: Product): void {
  for (const [name, M] of [
    ["A", A],
    ["B", B],
    ["C", C],
  ] as const) {
    checkType(A.data, M.data);
    checkInside(name, M);
  }
  const [m, k] = transposeA ? [A.nColumns, A.nRows] : [A.nRows, A.nColumns];
  const [l, n] = transposeB ? [B.nColumns, B.nRows] : [B.nRows, B.nColumns];
  if (l !== k || C.nRows !== m || C.nColumns !== n) {
    throw new DataError({
      expected: `shapes m × k, k × n and m × n of op(A), op(B) and C`,
      got: `${m} × ${k}, ${l} × ${n} and ${C.nRows} × ${C.nColumns}`,
      remedy: "Give factors whose inner sizes agree, and a C for their product.",
    });
  }
  checkApart("C", C.data, C.offset, endOf(C), "A", A.data, A.offset, endOf(A));
  checkApart("C", C.data, C.offset, endOf(C), "B", B.data, B.offset, endOf(B));
}

export function checkDistances(A: Strided, B: Strided, D: Strided): void {
  checkGemm({ alpha: 1, A, transposeA: false, B, transposeB: true, beta: 0, C: D });
}

export function checkInside(name: string, A: Strided): void {
  const { offset, nRows, nColumns, stride, data } = A;
  const whole = [offset, nRows, nColumns, stride].every((size) => Number.isSafeInteger(size) && size >= 0);
  if (whole && (stride >= nColumns || nRows <= 1) && endOf(A) <= data.length) return;
  throw new DataError({
    expected: `${name} to lie inside of its ${data.length} numbers, its rows apart`,
    got: `${nRows} × ${nColumns} from ${offset} on, with a stride of ${stride}`,
    remedy: "Give sizes that are integers ≥ 0 and a stride of at least the number of columns.",
  });
}

export function checkSweep({ x, d, order, start, size, targets, rates, factors, w, bias }: SGDSweep): void {
  checkLength("w", w.length, d, "one per feature");
  checkLength("bias", bias.length, 1, "the one of this output");
  checkAtLeast("order", order.length, start + size);
  for (const [name, values] of Object.entries({ targets, rates, factors }))
    checkAtLeast(name, values.length, size);
  checkApart("w", w, 0, d, "x", x, 0, x.length);
}

export function checkHistograms({ rows, start, end, slots, weights }: HistogramSum): void {
  checkAtLeast("rows", rows.length, Math.max(start, end));
  checkLength("weights", weights.length, slots.length, "as many as slots");
}

/** One behind the last position of the matrix. */
function endOf({ offset, nRows, nColumns, stride }: Strided): number {
  return nRows === 0 || nColumns === 0 ? offset : offset + (nRows - 1) * stride + nColumns;
}

export function checkType(first: Floats, other: Floats): void {
  if (first.BYTES_PER_ELEMENT === other.BYTES_PER_ELEMENT) return;
  throw new DataError({
    expected: `operands of one type, ${first.constructor.name}`,
    got: other.constructor.name,
    remedy: "Convert one of them.",
  });
}

export function checkLength(name: string, got: number, expected: number, why: string): void {
  if (got === expected) return;
  throw new DataError({
    expected: `${expected} numbers in ${name}, ${why}`,
    got: String(got),
    remedy: "Give vectors that fit.",
  });
}

function checkAtLeast(name: string, got: number, expected: number): void {
  if (got >= expected) return;
  throw new DataError({
    expected: `at least ${expected} numbers in ${name}`,
    got: String(got),
    remedy: "Give one for each row.",
  });
}

/** What is in memory that others may share. */
export type Numbers = Floats | Int32Array | Uint8Array;

export function checkApart(
  written: string,
  a: Numbers,
  aStart: number,
  aEnd: number,
  read: string,
  b: Numbers,
  bStart: number,
  bEnd: number,
): void {
  if (a.buffer !== b.buffer || aStart >= aEnd || bStart >= bEnd) return;
  const width = a.BYTES_PER_ELEMENT;
  const from = a.byteOffset + aStart * width;
  const to = a.byteOffset + aEnd * width;
  const isApart =
    to <= b.byteOffset + bStart * b.BYTES_PER_ELEMENT || b.byteOffset + bEnd * b.BYTES_PER_ELEMENT <= from;
  if (isApart) return;
  throw new DataError({
    expected: `${written}, which is written, apart from ${read}, which is read`,
    got: "operands that share memory",
    remedy: `Give ${written} memory of its own.`,
  });
}
