/** A process that times products by one backend of ours: reads orders from standard input, a line of JSON each. */
import { kernels, strided, type Floats } from "@chimera/algorithms";
import { answerLines } from "../processes/answer-lines.ts";
import type { LoadOrder } from "../processes/backends.ts";
import { loadBackend } from "../processes/load-backend.ts";
import { madeNumber, type ProductAnswer, type ProductOrder, type TimeOrder } from "./products.ts";

/** A product on operands of its own, and where its result is. */
interface Prepared {
  multiply(): void;
  result: Floats;
}

/** The last product, kept: the same one is asked for in every turn. */
let last: { key: string; prepared: Prepared } | undefined;

function time(order: ProductOrder): ProductAnswer {
  const key = JSON.stringify(order);
  if (last?.key !== key) last = { key, prepared: prepare(order) };
  const { multiply, result } = last.prepared;
  let best = Infinity;
  const end = performance.now() + 1000 * order.seconds;
  do {
    const startedAt = performance.now();
    multiply();
    best = Math.min(best, performance.now() - startedAt);
  } while (performance.now() < end);
  let check = 0;
  for (const value of result) check += Math.abs(value);
  return { seconds: best / 1000, check };
}

function prepare({ kind, dtype, m, n, k }: ProductOrder): Prepared {
  const backend = kernels();
  const allocate = (length: number): Floats =>
    dtype === "float64" ? backend.allocateFloat64(length) : backend.allocateFloat32(length);
  const made = (length: number): Floats => {
    const numbers = allocate(length);
    for (let i = 0; i < length; i++) numbers[i] = madeNumber(i);
    return numbers;
  };
  if (kind === "gemm") {
    const [A, B] = [strided(made(m * k), m, k), strided(made(k * n), k, n)];
    const C = strided(allocate(m * n), m, n);
    const product = { alpha: 1, A, transposeA: false, B, transposeB: false, beta: 0, C };
    return { multiply: () => backend.gemm(product), result: C.data };
  }
  const A = strided(made(m * n), m, n);
  const [x, y] = kind === "gemv" ? [made(n), allocate(m)] : [made(m), allocate(n)];
  return { multiply: () => backend[kind](1, A, x, 0, y), result: y };
}

await answerLines((order: LoadOrder | TimeOrder) =>
  order.order === "load" ? loadBackend(order) : time(order),
);
